import { el } from './dom.js';
import { t } from './language.js';

/**
 * Asks before something that can't be taken back.
 *
 * @param {{title: string, why: string, yes: string}} words
 * @returns {Promise<boolean>} whether they want it
 */
export function really({ title, why, yes }) {
  return new Promise((resolve) => {
    const dialog = el(
      'dialog',
      { class: 'card', 'aria-labelledby': 'really-title' },
      el('h2', { id: 'really-title' }, title),
      el('p', {}, why),
      el(
        'div',
        { class: 'dialog-buttons' },
        el('button', { type: 'button', class: 'button secondary', on: { click: () => dialog.close() } }, t('cancel')),
        el('button', { type: 'button', class: 'button danger', id: 'really', on: { click: () => dialog.close('yes') } }, yes),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
