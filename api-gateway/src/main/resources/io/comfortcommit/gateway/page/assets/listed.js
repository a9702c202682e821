import { el, figure } from './dom.js';
import { ago, count, number, t } from './language.js';
import { waitingFor } from './waiting.js';

/** One draft in a list of them. */
export function listed(draft) {
  return el(
    'li',
    {},
    el(
      'a',
      { class: 'card draft-link', href: `/d/${encodeURIComponent(draft.id)}` },
      el('span', { class: 'line' }, pill(draft), el('span', { class: 'quiet' }, ago(draft.updatedAt))),
      el('strong', { class: draft.subject ? '' : 'unwritten' }, draft.subject ?? t('writing')),
      el(
        'span',
        { class: 'quiet line-start' },
        el('span', { class: 'branch' }, draft.landedOn ?? draft.branch),
        draft.commitId && el('span', { class: 'id' }, draft.commitId.slice(0, 10)),
        el('span', {}, count('files', draft.summary.filesChanged)),
        figure('plus', `+${number(draft.summary.insertions)}`, count('lines.added', draft.summary.insertions)),
        figure('minus', `−${number(draft.summary.deletions)}`, count('lines.removed', draft.summary.deletions)),
      ),
    ),
  );
}

function pill(draft) {
  const approval = waitingFor(draft.id);
  return approval === null
    ? el('span', { class: `pill pill-${draft.status.toLowerCase()}` }, t(`status.${draft.status}`))
    : el('span', { class: 'pill pill-waiting' }, t(approval.refused ? 'waiting.refused-short' : 'waiting.short'));
}
