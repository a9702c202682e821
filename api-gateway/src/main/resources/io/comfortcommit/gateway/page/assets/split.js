import { announce, el, figure, fill } from './dom.js';
import { count, number, t } from './language.js';
import { check, SUBJECT_LIMIT } from './message.js';

/** Files of a part that are named before they are only counted. */
const NAMED = 5;

/** The change as several commits, each with a message of its own, approved together. */
export class Split {
  /**
   * @param {() => Promise<{message: string, cluster: object}[]>} find the commits that it could be, in their order
   * @param {(parts: {message: string, clusters: number[], files: {path: string, hunks: number[]}[]}[]) => Promise<void>} approve
   */
  constructor({ find, approve }) {
    this.find = find;
    this.approve = approve;
    /** null until they are asked for. */
    this.parts = null;
    this.busy = false;
    this.blocked = true;
    this.list = el('div', { class: 'split-list' });
    this.button = el('button', { type: 'button', class: 'button primary', id: 'approve-split', on: { click: () => this.send() } });
    this.element = el(
      'details',
      { class: 'card split', id: 'split' },
      el('summary', {}, t('split')),
      el('div', { class: 'again-box' }, el('p', { class: 'quiet' }, t('split.why')), this.list, this.button),
    );
    this.element.addEventListener('toggle', () => this.element.open && this.parts === null && this.load());
  }

  /** @param allowed whether the draft may be approved now */
  update(draft, busy, allowed) {
    const decidable = ['DRAFTED', 'PUSH_FAILED'].includes(draft.status);
    this.element.hidden = !decidable || draft.pushedBy === 'AGENT' || (draft.card?.clusters.length ?? 0) < 2;
    this.busy = busy;
    this.allowed = allowed;
    this.check();
  }

  async load() {
    this.parts = [];
    this.check();
    fill(this.list, el('p', { class: 'writing-line' }, el('span', { class: 'spinner', 'aria-hidden': 'true' }), el('span', {}, t('split.finding'))));
    try {
      const found = await this.find();
      this.parts = found.map(({ message, cluster }, place) => ({ message, clusters: [place], groups: [{ place, cluster, files: [...cluster.files] }] }));
      this.show();
    } catch {
      this.parts = null;
      fill(this.list, el('p', { class: 'quiet' }, t('split.failed')), el('button', { type: 'button', class: 'button secondary', on: { click: () => this.load() } }, t('try-again')));
    }
    this.check();
  }

  show() {
    fill(
      this.list,
      this.parts.length < 2
        ? el('p', { class: 'quiet' }, t('split.none'))
        : el('ol', { 'aria-label': t('split') }, this.parts.map((part, place) => this.part(part, place))),
    );
    this.check();
  }

  part(part, place) {
    const counter = el('span', { class: 'counter' });
    const text = el('textarea', {
      class: 'message',
      rows: '3',
      spellcheck: 'true',
      autocapitalize: 'off',
      'aria-label': t('split.message', { n: number(place + 1) }),
      on: {
        input: () => {
          part.message = text.value;
          say();
          this.check();
        },
      },
    });
    text.value = part.message;
    const say = () => {
      const { length } = check(part.message);
      counter.textContent = `${number(length)} / ${SUBJECT_LIMIT}`;
      counter.classList.toggle('over', length > SUBJECT_LIMIT);
    };
    say();
    return el(
      'li',
      { class: 'split-part' },
      el('div', { class: 'line' }, el('span', { class: 'label' }, t('split.commit', { n: number(place + 1), of: number(this.parts.length) })), counter),
      text,
      part.groups.map((group) => this.group(group, place)),
      place > 0 && el('button', { type: 'button', class: 'link', on: { click: () => this.join(place) } }, t('split.join')),
    );
  }

  /** What a part has of a cluster. How large that is can be said only of a whole one. */
  group({ cluster, files }, place) {
    const rest = files.length - NAMED;
    const whole = files.length === cluster.files.length;
    return el(
      'div',
      { class: 'split-files' },
      el(
        'p',
        { class: 'size' },
        t(`theme.${cluster.theme}`),
        ' ',
        whole && figure('plus', `+${number(cluster.insertions)}`, count('lines.added', cluster.insertions)),
        ' ',
        whole && figure('minus', `−${number(cluster.deletions)}`, count('lines.removed', cluster.deletions)),
      ),
      el(
        'ul',
        {},
        files.slice(0, NAMED).map((file) => el('li', { class: 'split-file' }, el('span', { class: 'path' }, file.path), this.mover(file, place))),
        rest > 0 && el('li', { class: 'quiet' }, count('split.more', rest)),
      ),
    );
  }

  /** Chooses the commit that a file's share goes into. */
  mover(file, place) {
    const select = el(
      'select',
      {
        class: 'split-move',
        'aria-label': t('split.move', { path: file.path }),
        on: { change: () => this.move(file, place, Number(select.value)) },
      },
      this.parts.map((_, to) => el('option', { value: String(to) }, t('split.commit', { n: number(to + 1), of: number(this.parts.length) }))),
    );
    select.value = String(place);
    return select;
  }

  move(file, from, to) {
    const source = this.parts[from];
    const target = this.parts[to];
    const group = source.groups.find(({ files }) => files.includes(file));
    group.files.splice(group.files.indexOf(file), 1);
    source.groups = source.groups.filter(({ files }) => files.length > 0);
    take(target, { ...group, files: [file] });
    if (source.groups.length === 0) {
      target.clusters.push(...source.clusters);
      this.parts.splice(from, 1);
    }
    this.show();
    announce(t('split.moved', { n: number(this.parts.indexOf(target) + 1) }));
    this.list.querySelectorAll('textarea')[this.parts.indexOf(target)]?.focus();
  }

  /** With the one before, whose message stays. */
  join(place) {
    const [joined] = this.parts.splice(place, 1);
    const before = this.parts[place - 1];
    before.clusters.push(...joined.clusters);
    joined.groups.forEach((group) => take(before, group));
    this.show();
    announce(t('split.joined'));
    this.list.querySelectorAll('textarea')[place - 1]?.focus();
  }

  check() {
    const parts = this.parts ?? [];
    const blocked = parts.some((part) => check(part.message).hints.some((hint) => hint.blocks));
    this.button.hidden = parts.length < 2;
    this.button.disabled = this.busy || !this.allowed || blocked;
    this.button.textContent = count('split.approve', parts.length);
  }

  async send() {
    await this.approve(this.parts.map(({ message, clusters, groups }) => ({ message, clusters, files: moved(clusters, groups) })));
  }
}

function take(part, { place, cluster, files }) {
  const there = part.groups.find((group) => group.place === place);
  if (there) {
    there.files.push(...files);
  } else {
    part.groups.push({ place, cluster, files });
  }
}

/** What a part has of clusters that are another's. */
function moved(clusters, groups) {
  return groups.filter(({ place }) => !clusters.includes(place)).flatMap(({ files }) => files.map(({ path, hunks }) => ({ path, hunks })));
}
