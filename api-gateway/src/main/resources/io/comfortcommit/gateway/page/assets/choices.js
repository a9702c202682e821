import { el } from './dom.js';

/**
 * One of several, chosen at once.
 *
 * @param {[string, string, string?][]} options value, text, and the text's language where it is another
 */
export function choices(name, legend, options, chosen, choose) {
  return el(
    'fieldset',
    { class: 'choices' },
    el('legend', { class: 'label' }, legend),
    options.map(([value, text, lang]) =>
      el(
        'label',
        { class: 'choice' },
        el('input', { type: 'radio', name, value, checked: value === chosen, on: { change: () => choose(value) } }),
        el('span', { lang }, text),
      ),
    ),
  );
}
