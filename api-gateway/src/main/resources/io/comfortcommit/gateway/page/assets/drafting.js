import { setDrafting } from './api.js';
import { choices } from './choices.js';
import { announce, breakable, el, fill, warning } from './dom.js';
import { reason, t } from './language.js';

const LANGUAGES = ['ko', 'en'];

/** How messages are drafted for the caller's repositories; null where there are none, and for a device that may not know. */
export async function drafting(repositories) {
  const found = await repositories.catch(() => null); // what failed is said beside the members
  return found?.repositories.length
    ? el(
        'section',
        { class: 'card settings', 'aria-labelledby': 'drafting-title' },
        el('h2', { id: 'drafting-title' }, t('drafting.title')),
        el('p', { class: 'quiet' }, t('drafting.why')),
        found.repositories.map(repository),
      )
    : null;
}

function repository({ id, remote, drafting: chosen }) {
  const box = el('div', { class: 'drafting' });
  const notice = el('div', { class: 'notices' });
  let kept = chosen;
  let saving = Promise.resolve();
  show(kept);
  return el('details', { class: 'repository' }, el('summary', {}, breakable(remote)), box);

  function show({ language, gitmoji }) {
    const focused = document.activeElement?.id;
    fill(
      box,
      notice,
      choices(`language-of-${id}`, t('drafting.language'), [['INSTALLATION', t('drafting.INSTALLATION')], ...LANGUAGES.map((one) => [one.toUpperCase(), t(`language.${one}`), one])], language, (next) => change({ language: next })),
      el(
        'label',
        { class: 'switch' },
        el('input', { id: `gitmoji-of-${id}`, type: 'checkbox', role: 'switch', checked: gitmoji, 'aria-describedby': `gitmoji-hint-${id}`, on: { change: ({ target }) => change({ gitmoji: target.checked }) } }),
        el('span', {}, t('drafting.gitmoji')),
      ),
      el('p', { id: `gitmoji-hint-${id}`, class: 'quiet' }, t('drafting.gitmoji-hint')),
    );
    document.getElementById(focused)?.focus();
  }

  /** One change after the other; taken back where the server does not want it. */
  function change(part) {
    saving = saving.then(async () => {
      try {
        kept = await setDrafting({ repositoryId: id, ...part });
        fill(notice);
        announce(t('settings.saved'));
      } catch (failure) {
        show(kept);
        fill(notice, warning(reason(failure, 'settings.offline')));
      }
    });
  }
}
