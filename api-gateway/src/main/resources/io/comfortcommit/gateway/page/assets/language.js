import { chosen, KEPT, ofDocument } from './chosen.js';

let current = chosen();
let texts = {};

/** `ko` or `en`. */
export function language() {
  return current;
}

/** The other one. */
export function otherLanguage() {
  return current === 'ko' ? 'en' : 'ko';
}

/**
 * Before it is done there are no texts. They are asked for beside the script, so that nobody waits for them as a rule. Where
 * those of the chosen language can't be had, the page speaks the document's, whose texts came with it.
 *
 * @returns {Promise<boolean>} whether there are texts
 */
export async function beginToSpeak() {
  for (const wanted of new Set([current, ofDocument()])) {
    try {
      texts = await textsOf(wanted);
      current = wanted;
      return true;
    } catch {
      // another language is better than none
    }
  }
  return false;
}

/** @param {string} next `ko` or `en`; rejected where its texts can't be had */
export async function speakLanguage(next) {
  texts = await textsOf(next);
  current = next;
  try {
    localStorage.setItem(KEPT, current);
  } catch {
    // a browser that keeps nothing still shows what was chosen
  }
}

/** The text of a key; `{name}` is replaced by the argument of that name. */
export function t(key, args = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(args[name] ?? ''));
}

/** Text around elements: `{name}` becomes the node of that name. */
export function parts(key, nodes) {
  const text = texts[key] ?? key;
  return text.split(/(\{\w+\})/).map((part) => nodes[part.slice(1, -1)] ?? part);
}

export function number(value) {
  return new Intl.NumberFormat(current).format(value);
}

/** A counted thing: `key.one` where the language says so, else `key.other`. */
export function count(key, value) {
  const form = new Intl.PluralRules(current).select(value) === 'one' ? 'one' : 'other';
  return t(`${key}.${form}`, { n: number(value) });
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, in words. */
export function ago(instant) {
  const seconds = (Date.parse(instant) - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat(current, { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) {
      return words.format(Math.round(seconds / size), unit);
    }
  }
  return t('just-now');
}

/**
 * What to tell of a failure.
 *
 * @param {string} offline the text for who has no connection
 */
export function reason(failure, offline = 'offline') {
  return failure.code === 'OFFLINE' ? t(offline) : failure.message || t('failed');
}

export function date(instant) {
  return new Intl.DateTimeFormat(current, { dateStyle: 'medium' }).format(new Date(instant));
}

export function time(instant) {
  return new Intl.DateTimeFormat(current, { timeStyle: 'short' }).format(new Date(instant));
}

export function moment(instant) {
  return new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(instant));
}

/** Nobody loads the texts of a language that they do not read. */
async function textsOf(wanted) {
  return (await import(`./texts.${wanted}.js`)).texts;
}
