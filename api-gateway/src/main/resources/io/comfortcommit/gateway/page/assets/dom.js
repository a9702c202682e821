/**
 * Makes an element. Children and attributes are only ever text to the browser, never markup.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} attributes `on` holds listeners; false and null leave an attribute out
 * @param {...(Node|string|number|null|undefined|false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...present(children));
  return element;
}

/** Something that went wrong, also said to screen readers. */
export function warning(text) {
  return el('p', { class: 'notice warn', role: 'alert' }, text);
}

/** Puts children in the place of what an element held. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
}

function present(children) {
  return children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/** A figure for eyes, and the words for it. */
export function figure(kind, shown, spoken) {
  return el('span', { class: kind }, el('span', { 'aria-hidden': 'true' }, shown), el('span', { class: 'sr-only' }, spoken));
}

/** Lets a path break after its slashes. */
export function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part) => [part, el('wbr')]);
}

/** Says something to screen readers without moving the focus. */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  announcer.textContent = '';
  requestAnimationFrame(() => {
    announcer.textContent = text;
  });
}
