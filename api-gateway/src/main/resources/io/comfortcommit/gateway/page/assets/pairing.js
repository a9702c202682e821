import { el } from './dom.js';
import { parts, t } from './language.js';

/** What somebody sees who has no session: how to get one. */
export function pairingView(codeFailed) {
  return el(
    'section',
    { class: 'card welcome' },
    codeFailed && el('p', { class: 'notice warn', role: 'alert' }, t('pair.failed')),
    el('h1', {}, t('pair.title')),
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
