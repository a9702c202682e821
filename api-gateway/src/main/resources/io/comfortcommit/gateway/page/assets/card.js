import { el, figure } from './dom.js';
import { count, number, t } from './language.js';

/** Symbols that are shown before the rest is asked for. */
const HEADLINE = 3;

/** What the change is about and what to look at; a grave risk is not here but in {@link graveRisk}. */
export function cardView(card) {
  return card === null ? [] : [symbols(card.symbols), clusters(card.clusters), card.risk.level !== 'HIGH' && risk(card.risk), reasons(card.reasons)].filter(Boolean);
}

/** What nobody should approve without having read it. */
export function graveRisk(card) {
  return card !== null && card.risk.level === 'HIGH' && risk(card.risk);
}

function symbols(all) {
  if (all.length === 0) {
    return null;
  }
  const rest = all.slice(HEADLINE);
  return el(
    'div',
    { class: 'symbols' },
    el('h2', { class: 'sr-only' }, t('card.symbols')),
    el('ul', {}, all.slice(0, HEADLINE).map(symbol)),
    rest.length > 0 && el('details', {}, el('summary', {}, count('card.more-symbols', rest.length)), el('ul', {}, rest.map(symbol))),
  );
}

function symbol({ name, change }) {
  return el(
    'li',
    {},
    el('span', { class: `kind kind-${change.toLowerCase()}` }, t(`change.${change}`)),
    ' ',
    el('code', {}, name),
  );
}

function reasons(all) {
  return (
    all.length > 0 &&
    el('details', { class: 'reasons' }, el('summary', {}, t('card.reasons')), el('ul', {}, all.map((reason) => el('li', {}, reason.text))))
  );
}

/** One part is the change itself, and goes without saying. */
function clusters(all) {
  if (all.length < 2) {
    return null;
  }
  return el(
    'div',
    { class: 'clusters' },
    el('p', { class: 'label' }, count('card.clusters', all.length)),
    el(
      'ol',
      {},
      all.map((cluster) =>
        el(
          'li',
          {},
          el('span', { class: 'path' }, el('strong', {}, cluster.title)),
          el(
            'span',
            { class: 'size' },
            t(`theme.${cluster.theme}`),
            ' · ',
            count('files', cluster.fileCount),
            ' ',
            figure('plus', `+${number(cluster.insertions)}`, count('lines.added', cluster.insertions)),
            ' ',
            figure('minus', `−${number(cluster.deletions)}`, count('lines.removed', cluster.deletions)),
          ),
        ),
      ),
    ),
  );
}

/** Secrets have a place of their own, where they are decided about. */
function risk({ level, reasons: all }) {
  const reasons = all.filter((reason) => reason.code !== 'SECRETS');
  if (reasons.length === 0) {
    return null;
  }
  return el(
    'div',
    { class: `notice ${level === 'HIGH' ? 'bad' : level === 'MEDIUM' ? 'warn' : 'info'} risk`, role: 'note' },
    el('p', { class: 'label' }, t(`risk.${level}`)),
    el('ul', {}, reasons.map((reason) => el('li', {}, reason.text))),
  );
}
