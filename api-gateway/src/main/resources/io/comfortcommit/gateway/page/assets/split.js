import { announce, el, figure, fill } from './dom.js';
import { count, number, t } from './language.js';
import { check, SUBJECT_LIMIT } from './message.js';

/** Files of a part that are named before they are only counted. */
const NAMED = 5;

/** The change as several commits, each with a message of its own, approved together. */
export class Split {
  /**
   * @param {() => Promise<{message: string, cluster: object}[]>} find the commits that it could be, in their order
   * @param {(parts: {message: string, clusters: number[]}[]) => Promise<void>} approve
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
      this.parts = found.map(({ message, cluster }, place) => ({ message, clusters: [place], shown: [cluster] }));
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
      part.shown.map(files),
      place > 0 && el('button', { type: 'button', class: 'link', on: { click: () => this.join(place) } }, t('split.join')),
    );
  }

  /** With the one before, whose message stays. */
  join(place) {
    const [joined] = this.parts.splice(place, 1);
    const before = this.parts[place - 1];
    before.clusters.push(...joined.clusters);
    before.shown.push(...joined.shown);
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
    await this.approve(this.parts.map(({ message, clusters }) => ({ message, clusters })));
  }
}

function files(cluster) {
  const rest = cluster.files.length - NAMED;
  return el(
    'div',
    { class: 'split-files' },
    el(
      'p',
      { class: 'size' },
      t(`theme.${cluster.theme}`),
      ' ',
      figure('plus', `+${number(cluster.insertions)}`, count('lines.added', cluster.insertions)),
      ' ',
      figure('minus', `−${number(cluster.deletions)}`, count('lines.removed', cluster.deletions)),
    ),
    el(
      'ul',
      {},
      cluster.files.slice(0, NAMED).map((file) => el('li', { class: 'path' }, file.path)),
      rest > 0 && el('li', { class: 'quiet' }, count('split.more', rest)),
    ),
  );
}
