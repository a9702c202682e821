import { el, warning } from './dom.js';
import { findProviders } from './api.js';
import { parts, t } from './language.js';

const LOGIN_FAILURES = {
  NOT_ALLOWED: 'login.not-allowed',
  ADDRESS_NOT_VERIFIED: 'login.not-verified',
  PROVIDER_UNREACHABLE: 'login.unreachable',
};

/** Back to where they wanted to go. */
export function signInLinks(providers) {
  const to = encodeURIComponent(location.pathname);
  return providers.map(({ id, name }) =>
    el('p', {}, el('a', { class: 'button secondary whole', href: `/api/login/${encodeURIComponent(id)}?to=${to}` }, t('login.by', { name }))),
  );
}

/** What somebody sees who has no session: how to get one. */
export async function pairingView(codeFailed, loginFailed) {
  const providers = await findProviders();
  return el(
    'section',
    { class: 'card welcome' },
    codeFailed && warning(t('pair.failed')),
    loginFailed && warning(t(LOGIN_FAILURES[loginFailed] ?? 'login.failed')),
    ...(providers.length ? [el('h1', {}, t('login.title')), ...signInLinks(providers), el('h2', {}, t('pair.title'))] : [el('h1', {}, t('pair.title'))]),
    el('p', {}, t('pair.why')),
    el(
      'ol',
      { class: 'steps' },
      el('li', {}, ...parts('pair.step1', { up: el('code', {}, 'comfort up'), capture: el('code', {}, 'comfort capture') })),
      el('li', {}, t('pair.step2')),
    ),
    el('p', { class: 'quiet' }, t('pair.once')),
  );
}
