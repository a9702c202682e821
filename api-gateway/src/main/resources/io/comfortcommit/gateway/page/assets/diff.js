import { breakable, el, figure, fill } from './dom.js';
import { count, number, t } from './language.js';
import { pieces } from './syntax.js';

/** Lines that a file shows before it is asked for the rest. */
const LINES_AT_ONCE = 400;
/** A change no larger than this is shown unfolded. */
const SMALL_CHANGE = 60;
const SMALL_FILES = 4;

/** The change, file by file; the lines of a file are made when it is opened. */
export function diffView(diff) {
  if (diff === null) {
    return el('p', { class: 'quiet' }, t('diff.gone'));
  }
  const lines = diff.files.reduce((sum, file) => sum + file.insertions + file.deletions, 0);
  const unfolded = diff.files.length <= SMALL_FILES && lines <= SMALL_CHANGE;
  return el(
    'div',
    { class: 'files' },
    diff.files.map((file) => fileView(file, unfolded)),
    diff.truncated && el('p', { class: 'quiet' }, t('diff.truncated')),
  );
}

function fileView(file, unfolded) {
  const body = el('div', { class: 'patch-box' });
  const details = el(
    'details',
    { class: 'file' },
    el('summary', {}, el('span', { class: `kind kind-${file.kind.toLowerCase()}` }, t(`kind.${file.kind}`)), name(file), size(file)),
    body,
  );
  details.addEventListener('toggle', () => {
    if (details.open && body.childNodes.length === 0) {
      fill(body, content(file));
    }
  });
  details.open = unfolded && file.patch !== null && file.patch !== '';
  return details;
}

function name(file) {
  const path = file.newPath ?? file.oldPath;
  const slash = path.lastIndexOf('/') + 1;
  const moved = file.oldPath !== null && file.newPath !== null && file.oldPath !== file.newPath;
  return el(
    'span',
    { class: 'path' },
    el('strong', {}, path.slice(slash)),
    slash > 0 && el('span', { class: 'folder' }, breakable(path.slice(0, slash))),
    moved && el('span', { class: 'from' }, breakable(t('diff.from', { path: file.oldPath }))),
  );
}

function size(file) {
  if (file.binary) {
    return el('span', { class: 'size' }, t('diff.binary'));
  }
  return el(
    'span',
    { class: 'size' },
    figure('plus', `+${number(file.insertions)}`, count('lines.added', file.insertions)),
    ' ',
    figure('minus', `−${number(file.deletions)}`, count('lines.removed', file.deletions)),
  );
}

function content(file) {
  if (file.binary) {
    return el('p', { class: 'quiet' }, t('diff.binary-long'));
  }
  if (file.patch === null) {
    return el('p', { class: 'quiet' }, t('diff.too-large'));
  }
  if (file.patch === '') {
    return el('p', { class: 'quiet' }, t(file.kind === 'MODE' ? 'diff.mode-only' : 'diff.no-lines'));
  }
  const lines = file.patch.replace(/\n$/, '').split('\n');
  const path = file.newPath ?? file.oldPath;
  // Scrolls sideways, so it must be reachable by keyboard.
  const patch = el('pre', { class: 'patch', tabindex: '0', role: 'group', 'aria-label': t('diff.lines-of', { path }) });
  const row = (line) => rowOf(path, line);
  const rows = el('div', { class: 'rows' }, lines.slice(0, LINES_AT_ONCE).map(row));
  patch.append(rows);
  if (lines.length <= LINES_AT_ONCE) {
    return patch;
  }
  const more = el('button', { type: 'button', class: 'more' }, count('diff.more', lines.length - LINES_AT_ONCE));
  more.addEventListener('click', () => {
    rows.append(...lines.slice(LINES_AT_ONCE).map(row));
    more.remove();
    patch.focus();
  });
  return el('div', {}, patch, more);
}

const ROWS = { '+': 'row add', '-': 'row del', '@': 'row hunk', '\\': 'row note' };

function rowOf(path, line) {
  const kind = ROWS[line[0]] ?? 'row';
  if (line === '' || '@\\'.includes(line[0])) {
    return el('div', { class: kind }, line || ' ');
  }
  return el('div', { class: kind }, line[0], pieces(path, line.slice(1)).map(({ kind: of, text }) => (of === null ? text : el('span', { class: `code-${of}` }, text))));
}
