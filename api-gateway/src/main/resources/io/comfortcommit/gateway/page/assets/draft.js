import { Again } from './again.js';
import { approve, clearFindings, discard, findCandidates, findDiff, findDraft, findSplit, findTimeline, follow, followWriting, lint, redraft, saveMessage, splitDraft } from './api.js';
import { cardView, graveRisk } from './card.js';
import { diffView } from './diff.js';
import { announce, el, figure, fill } from './dom.js';
import { Findings } from './findings.js';
import { ago, count, moment, number, parts, reason, t } from './language.js';
import { check, SUBJECT_LIMIT } from './message.js';
import { Split } from './split.js';
import { drop, isSending, keep, onSending, onSent, sendWaiting, takeBack, waitingFor } from './waiting.js';

const DECIDABLE = ['DRAFTED', 'PUSH_FAILED'];
const OPEN = ['CAPTURED', 'DRAFTED', 'PUSH_FAILED'];
/** What an approval makes of a draft. */
const APPROVED = { status: 'APPROVED', failure: null, advice: null, reason: null };
/** A tap meant for what was there a moment ago must not approve what has just come. */
const UNARMED_MILLISECONDS = 900;
/** Who types on is not asked about. */
const PAUSE_MILLISECONDS = 400;

/** One draft, to be read and decided about. Returns the function that ends it. */
export async function draftPage(main, id) {
  const found = await findDraft(id);
  if (found === null) {
    drop(id);
    fill(main, notFound());
    document.title = t('title.home');
    return () => {};
  }
  const view = new DraftView(id, found);
  fill(main, view.element);
  view.begin();
  return () => view.end();
}

export function notFound() {
  return el('section', { class: 'card welcome' }, el('h1', {}, t('missing.title')), el('p', {}, t('missing.why')), toAll());
}

function toAll() {
  return el('a', { class: 'button secondary', href: '/' }, t('all-drafts'));
}

class DraftView {
  /** @param draft as the server knows it */
  constructor(id, draft) {
    this.id = id;
    this.draft = draft;
    /** The server's message that the author's text began from. */
    this.base = draft.message ?? '';
    this.busy = false;
    this.armed = true;
    /** Whether what is shown has been asked for and not answered. */
    this.presumed = false;
    /** What the server said meanwhile. */
    this.held = null;
    /** The text that says what was shown as done and is not. */
    this.undone = null;
    this.stop = () => {};
    this.stopWriting = null;
    this.forgetSent = () => {};
    this.forgetSending = () => {};
    /** The approval that waits for a connection; the page shows it as given until the server says otherwise. */
    this.waiting = waitingFor(id);
    /** What the repository's rules say about one text. */
    this.rules = { text: null, found: [] };
    this.make();
    this.update();
  }

  make() {
    this.heading = el('h1', { class: 'sr-only' });
    this.summary = el('section', { class: 'card summary', 'aria-label': t('summary') });
    this.outcome = el('div', { class: 'outcome' });
    this.notice = el('div', { class: 'notices' });
    this.text = el('textarea', {
      id: 'message',
      class: 'message',
      rows: '3',
      spellcheck: 'true',
      autocapitalize: 'off',
      'aria-describedby': 'counter hints',
      on: { input: () => this.typed() },
    });
    this.text.value = this.waiting?.message ?? this.base;
    this.counter = el('span', { id: 'counter', class: 'counter' });
    this.hints = el('ul', { id: 'hints', class: 'hints', 'aria-live': 'polite' });
    this.save = el('button', { type: 'button', class: 'link', on: { click: () => this.saveEdit() } }, t('save'));
    this.revert = el('button', { type: 'button', class: 'link', on: { click: () => this.undo() } }, t('undo'));
    this.editor = el(
      'section',
      { class: 'card editor' },
      el('div', { class: 'line' }, el('label', { for: 'message', class: 'label' }, t('message')), this.counter),
      this.text,
      this.hints,
      el('div', { class: 'line-start' }, this.save, this.revert),
    );
    this.soFar = el('p', { class: 'so-far', 'aria-hidden': 'true' });
    this.writing = el('section', { class: 'card writing' }, spinner(), el('div', {}, el('p', {}, t('writing.long')), this.soFar));
    this.again = new Again({
      redraft: (instruction) => this.redraft(instruction),
      find: () => findCandidates(this.id),
      choose: (message) => this.choose(message),
    });
    this.split = new Split({ find: () => findSplit(this.id), approve: (commits) => this.approveSplit(commits) });
    this.findings = new Findings((ids) => this.clearFindings(ids));
    this.about = el('section', { class: 'card about', 'aria-label': t('card') });
    this.files = el('div', { class: 'files' }, el('p', { class: 'quiet' }, t('diff.loading')));
    this.history = el('details', { class: 'card history' }, el('summary', {}, t('history')), el('div', { class: 'entries' }));
    this.history.addEventListener('toggle', () => this.history.open && this.loadHistory());
    this.approveButton = el('button', { type: 'button', class: 'button primary', id: 'approve', 'aria-describedby': 'undecided', on: { click: () => this.approve() } }, t('approve'));
    this.discardButton = el('button', { type: 'button', class: 'button quiet-button', id: 'discard', on: { click: () => this.askDiscard() } }, t('discard'));
    this.undecided = el('button', { type: 'button', class: 'link', id: 'undecided', on: { click: () => this.findings.focus() } });
    this.bar = el('div', { class: 'bar' }, el('div', { class: 'bar-why' }, this.undecided), el('div', { class: 'bar-inner' }, this.discardButton, this.approveButton));
    this.connection = el('p', { class: 'quiet connection', hidden: true }, t('reconnecting'));
    this.element = el(
      'div',
      { class: 'draft' },
      this.heading,
      this.connection,
      this.outcome,
      this.summary,
      this.notice,
      this.findings.element,
      this.writing,
      this.editor,
      this.again.element,
      this.split.element,
      this.about,
      el('section', { class: 'change', 'aria-label': t('changes') }, el('h2', {}, t('changes')), this.files),
      this.history,
      this.bar,
    );
  }

  begin() {
    this.fit();
    this.stop = follow(
      this.id,
      (draft) => this.receive(draft),
      (connected) => {
        this.connection.hidden = connected;
        if (connected) {
          sendWaiting();
        }
      },
    );
    this.forgetSent = onSent(this.id, (state) => this.settle(state));
    this.forgetSending = onSending(this.id, () => this.update());
    if (this.waiting?.refused) {
      this.settle(null);
    }
    this.loadDiff();
    this.leaving = (event) => {
      if (this.dirty && this.waiting === null && DECIDABLE.includes(this.draft.status)) {
        event.preventDefault();
      }
    };
    window.addEventListener('beforeunload', this.leaving);
  }

  end() {
    clearTimeout(this.linting);
    this.stop();
    this.forgetSent();
    this.forgetSending();
    this.stopWriting?.();
    window.removeEventListener('beforeunload', this.leaving);
  }

  get dirty() {
    return this.text.value !== this.base;
  }

  get decidable() {
    return DECIDABLE.includes(this.draft.status) && this.waiting === null;
  }

  /** Takes over what the server says now; the author's own text stays. */
  receive(next) {
    if (next.version < this.draft.version) {
      return;
    }
    if (this.waiting !== null) {
      this.draft = next; // told about once it is known what became of the approval
      this.update();
      return;
    }
    if (this.presumed) {
      this.held = next;
      return;
    }
    const before = this.draft;
    const message = next.message ?? '';
    const othersMessage = message !== this.base && message !== this.text.value;
    const awaited = before.redraft === 'WRITING' && next.redraft === null;
    if (othersMessage && before.message !== null && DECIDABLE.includes(next.status)) {
      if (this.dirty) {
        this.tellConflict(message, awaited ? 'again.conflict' : 'changed.conflict', awaited ? 'again.theirs' : 'changed.theirs');
      } else {
        this.tell(awaited ? 'good' : 'info', t(awaited ? 'again.done' : 'changed.message'));
      }
      this.disarm();
    }
    if (!this.dirty || !DECIDABLE.includes(next.status)) {
      this.text.value = message;
    }
    this.base = message;
    this.draft = next;
    if (before.status !== next.status) {
      announce(t(`said.${next.status}`));
      if (this.history.open) {
        this.loadHistory();
      }
      if (DECIDABLE.includes(before.status) && !DECIDABLE.includes(next.status)) {
        fill(this.notice);
      }
    }
    this.update();
    this.fit();
  }

  update() {
    const { draft } = this;
    document.title = t('title.draft', { subject: draft.subject ?? t('writing') });
    const decidable = this.decidable;
    const open = OPEN.includes(draft.status) && this.waiting === null;
    fill(this.summary, summary(draft));
    const about = cardView(draft.card);
    fill(this.about, about);
    this.about.hidden = about.length === 0;
    fill(this.outcome, this.waiting === null ? outcome(draft) : this.kept());
    this.heading.textContent = draft.subject ?? t('writing');
    this.heading.hidden = this.outcome.querySelector('h1') !== null;
    this.writing.hidden = draft.status !== 'CAPTURED';
    this.findings.update(draft, decidable);
    const undecided = decidable ? this.findings.undecided.length : 0;
    this.undecided.hidden = undecided === 0;
    this.undecided.textContent = undecided === 0 ? '' : count('findings.first', undecided);
    this.again.update(this.waiting === null ? draft : { ...draft, canRedraft: false }, this.busy);
    this.split.update(draft, this.busy || this.waiting !== null, undecided === 0);
    this.followWriting(draft.status === 'CAPTURED' || draft.redraft === 'WRITING');
    this.editor.hidden = draft.message === null;
    this.text.readOnly = !decidable || this.busy;
    this.bar.hidden = !open;
    this.element.classList.toggle('with-bar', open);
    this.discardButton.disabled = this.busy;
    this.approveButton.textContent = draft.status === 'PUSH_FAILED' ? t('approve-again') : t('approve');
    this.typed();
  }

  followWriting(wanted) {
    if (!wanted) {
      this.stopWriting?.();
      this.stopWriting = null;
    } else if (this.stopWriting === null) {
      this.stopWriting = followWriting(this.id, (subject) => {
        this.soFar.textContent = subject;
        this.again.grow(subject);
      });
    }
  }

  typed() {
    const { length, hints } = check(this.text.value);
    const { decidable } = this;
    this.counter.textContent = `${number(length)} / ${SUBJECT_LIMIT}`;
    this.counter.setAttribute('aria-label', t('counter', { n: number(length), limit: SUBJECT_LIMIT }));
    this.counter.classList.toggle('over', length > SUBJECT_LIMIT);
    this.counter.hidden = !decidable;
    const said = this.rules.text === this.text.value ? this.rules.found : [];
    const items = [
      ...hints.map((hint) => ({ blocks: hint.blocks, text: t(hint.key) })),
      ...said.map((rule) => ({ blocks: rule.level === 'ERROR', text: rule.text })),
    ];
    fill(this.hints, decidable ? items.map((item) => el('li', { class: item.blocks ? 'blocks' : '' }, item.text)) : []);
    const blocked = items.some((item) => item.blocks);
    this.lintLater(decidable && this.dirty);
    this.save.hidden = this.revert.hidden = !(decidable && this.dirty);
    this.save.disabled = blocked || this.busy;
    this.revert.disabled = this.busy;
    this.approveButton.disabled = !decidable || blocked || this.busy || !this.armed || this.findings.undecided.length > 0;
    this.fit();
  }

  lintLater(wanted) {
    clearTimeout(this.linting);
    const text = this.text.value;
    if (!wanted || this.rules.text === text) {
      return;
    }
    this.linting = setTimeout(async () => {
      // The server looks again when it is sent.
      const found = await lint(this.id, text).catch(() => []);
      this.rules = { text, found };
      this.typed();
    }, PAUSE_MILLISECONDS);
  }

  /** Where the browser can't size the field by its content. */
  fit() {
    if (!CSS.supports('field-sizing', 'content')) {
      this.text.style.height = 'auto';
      this.text.style.height = `${this.text.scrollHeight + 2}px`;
    }
  }

  undo() {
    drop(this.id);
    this.text.value = this.base;
    fill(this.notice);
    this.typed();
    this.text.focus();
  }

  async saveEdit() {
    const message = this.text.value;
    const { version } = this.draft;
    await this.change({
      changes: { message, subject: subjectOf(message), redraft: null },
      undone: 'undone.save',
      shown: () => this.tell('good', t('saved')),
      request: () => saveMessage(this.id, message, version),
    });
  }

  /** @returns {Promise<boolean>} whether it is being written now */
  async redraft(instruction) {
    let asked = false;
    const before = this.draft.redraft;
    // Said first: how it ended may be told before the answer that it has begun, and under the same version.
    this.draft = { ...this.draft, redraft: 'WRITING' };
    await this.ask(async () => {
      try {
        this.take(await redraft(this.id, instruction, this.draft.version), {});
        fill(this.notice);
        asked = true;
      } catch (failure) {
        this.draft = { ...this.draft, redraft: before };
        throw failure;
      }
    });
    return asked;
  }

  /** One of several messages; the author's own text makes room for it. */
  async choose(message) {
    this.text.value = message;
    await this.saveEdit();
  }

  async approve() {
    const approval = { draftId: this.id, message: this.text.value, base: this.base, edited: this.dirty, expectedVersion: this.draft.version, refused: null };
    await this.change({
      changes: { ...APPROVED, message: approval.message, subject: subjectOf(approval.message) },
      undone: 'undone.approve',
      shown: () => this.sayApproved(),
      request: async () => {
        try {
          const state = await approve(this.id, approval.edited ? approval.message : null, approval.expectedVersion);
          drop(this.id);
          return state;
        } catch (failure) {
          if (failure.code === 'OFFLINE' && keep(approval)) {
            this.waiting = approval;
            announce(t('waiting.title'));
            return null;
          }
          throw failure;
        }
      },
    });
  }

  sayApproved() {
    announce(t('said.APPROVED'));
    window.scrollTo({ top: 0, behavior: calm() ? 'auto' : 'smooth' });
  }

  /** An approval that was given here and is not sent yet. */
  kept() {
    const sending = isSending(this.id);
    return el(
      'section',
      { class: 'card result waiting' },
      mark('✓'),
      el(
        'div',
        {},
        el('h1', {}, t('waiting.title')),
        el('p', {}, t(sending ? 'waiting.sending' : 'waiting.why')),
        el('button', { type: 'button', class: 'button secondary', id: 'take-back', disabled: sending || this.busy, on: { click: () => this.takeBack() } }, t('waiting.take-back')),
      ),
    );
  }

  async takeBack() {
    let taken = false;
    await this.ask(async () => {
      taken = await takeBack(this.id);
      if (taken) {
        this.waiting = null;
      }
    });
    if (taken) {
      this.text.focus();
    }
  }

  /**
   * Shows what became of an approval that had waited: given, or taken back because the draft had moved on. The approved text
   * is kept until its author decides again.
   *
   * @param {{status: string, version: number}|null} state
   */
  async settle(state) {
    const kept = waitingFor(this.id);
    if (this.waiting === null || (kept !== null && kept.refused === null)) {
      return;
    }
    const { message, base } = this.waiting;
    const next = kept === null && state !== null ? null : await findDraft(this.id).catch(() => null);
    this.waiting = null;
    if (state !== null) {
      this.base = message;
      this.take(state, { ...APPROVED, message, subject: subjectOf(message) });
      announce(t(`said.${this.draft.status}`));
    } else if (next !== null) {
      this.rollBack(next, message, base, kept?.refused ?? null);
    }
    this.update();
  }

  /** @param {{code: string, words: string}|null} refused null where another tab has taken it back or sent it */
  rollBack(next, message, seen, refused) {
    const theirs = next.message ?? '';
    this.draft = next;
    this.base = theirs;
    if (DECIDABLE.includes(next.status)) {
      if (refused === null) {
        return;
      }
      this.text.value = message;
      if (theirs !== seen && theirs !== message) {
        this.tellConflict(theirs, 'waiting.refused', 'changed.theirs');
      } else {
        this.tell('warn', ['STALE_VERSION', 'ILLEGAL_TRANSITION'].includes(refused.code) ? t('waiting.moved') : refused.words || t('failed'));
      }
      this.disarm();
      return;
    }
    this.text.value = theirs;
    if (refused !== null && !(['APPROVED', 'PUSHED'].includes(next.status) && theirs.trim() === message.trim())) {
      this.tell(
        'warn',
        el('p', {}, t('waiting.too-late', { status: t(`status.${next.status}`) })),
        el('p', { class: 'label' }, t('waiting.yours')),
        el('pre', { class: 'theirs' }, message),
        el('button', { type: 'button', class: 'button secondary', id: 'understood', on: { click: () => { drop(this.id); fill(this.notice); } } }, t('waiting.understood')),
      );
    } else {
      drop(this.id);
    }
  }

  /** @param commits each with its message and the clusters that it takes */
  async approveSplit(commits) {
    const { version } = this.draft;
    await this.change({
      changes: APPROVED,
      undone: 'undone.approve',
      shown: () => this.sayApproved(),
      request: () => splitDraft(this.id, commits, version),
    });
  }

  /** @returns {Promise<boolean>} whether the server has it */
  async clearFindings(ids) {
    let taken = false;
    await this.ask(async () => {
      const state = await clearFindings(this.id, ids);
      const { card } = this.draft;
      const secrets = card.secrets.map((finding) => (ids.includes(finding.id) ? { ...finding, cleared: true } : finding));
      this.take(state, { card: { ...card, secrets } });
      taken = true;
    });
    return taken;
  }

  askDiscard() {
    const reason = el('input', { id: 'reason', type: 'text', maxlength: '200', autocomplete: 'off' });
    const dialog = el(
      'dialog',
      { class: 'card', 'aria-labelledby': 'discard-title' },
      el('h2', { id: 'discard-title' }, t('discard.title')),
      el('p', {}, t('discard.why')),
      el('label', { for: 'reason', class: 'label' }, t('discard.reason')),
      reason,
      el(
        'div',
        { class: 'dialog-buttons' },
        el('button', { type: 'button', class: 'button secondary', on: { click: () => dialog.close() } }, t('keep')),
        el('button', { type: 'button', class: 'button danger', id: 'discard-really', on: { click: () => { dialog.close(); this.discard(reason.value.trim()); } } }, t('discard')),
      ),
    );
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  async discard(reason) {
    const { version } = this.draft;
    await this.change({
      changes: { status: 'DISCARDED' },
      undone: 'undone.discard',
      shown: () => announce(t('said.DISCARDED')),
      request: () => discard(this.id, reason, version),
    });
  }

  /**
   * Asks for a change and shows it at once. Where it is refused it is taken back with the reason, and the author's own text
   * stays.
   *
   * @param {object} wanted
   * @param {object} wanted.changes what it makes of the draft
   * @param {string} wanted.undone the key of the text that says that it was not made
   * @param {() => void} wanted.shown called once it is shown
   * @param {() => Promise<{status: string, version: number}|null>} wanted.request null where it waits for a connection
   */
  async change({ changes, undone, shown, request }) {
    const { draft, base } = this;
    const written = this.text.value;
    this.presumed = true;
    this.held = null;
    this.draft = { ...draft, ...changes };
    this.base = changes.message ?? base;
    fill(this.notice);
    shown();
    const answered = () => {
      this.presumed = false;
      this.draft = draft;
      this.base = base;
    };
    await this.ask(
      async () => {
        const state = await request().finally(answered);
        if (state !== null) {
          this.base = changes.message ?? base;
          this.take(state, changes);
        }
      },
      async (failure) => {
        this.undone = undone;
        this.disarm();
        await this.explain(failure);
        if (!DECIDABLE.includes(this.draft.status) && !brings(this.draft, changes)) {
          this.tell(
            'warn',
            el('p', {}, t('changed.ended', { status: t(`status.${this.draft.status}`) })),
            written !== base && [el('p', { class: 'label' }, t('waiting.yours')), el('pre', { class: 'theirs' }, written)],
          );
        }
        this.undone = null;
      },
    );
    if (this.held !== null) {
      this.receive(this.held);
    }
  }

  /** The answer to a mutation is as good as a live update, and comes first. */
  take(state, changes) {
    if (state.version >= this.draft.version) {
      this.draft = { ...this.draft, ...changes, status: state.status, version: state.version };
    }
  }

  async ask(request, refused = (failure) => this.explain(failure)) {
    this.busy = true;
    this.update();
    try {
      await request();
    } catch (failure) {
      await refused(failure);
    } finally {
      this.busy = false;
      this.update();
    }
  }

  async explain(failure) {
    if (['STALE_VERSION', 'ILLEGAL_TRANSITION', 'SECRETS_FOUND'].includes(failure.code)) {
      const before = this.draft;
      const next = await findDraft(this.id).catch(() => null);
      if (next !== null) {
        fill(this.notice);
        this.receive(next);
        if (this.notice.childNodes.length === 0 && DECIDABLE.includes(next.status)) {
          this.tell('warn', before.status === next.status ? t('changed.somehow') : t('changed.status', { status: t(`status.${next.status}`) }));
        }
        return;
      }
    }
    const text = failure.code === 'UNAUTHENTICATED' ? t('signed-out') : reason(failure);
    this.tell('warn', text);
  }

  tell(kind, ...content) {
    const undone = this.undone !== null && el('p', {}, el('strong', {}, t(this.undone)));
    fill(this.notice, el('div', { class: `notice ${undone ? 'warn' : kind}`, role: kind === 'good' ? 'status' : 'alert' }, undone, ...content));
  }

  tellConflict(theirs, why, whose) {
    this.tell(
      'warn',
      el('p', {}, t(why)),
      el('p', { class: 'label' }, t(whose)),
      el('pre', { class: 'theirs' }, theirs),
      el('button', { type: 'button', class: 'button secondary', id: 'use-theirs', on: { click: () => this.undo() } }, t('changed.use-theirs')),
    );
  }

  disarm() {
    this.armed = false;
    clearTimeout(this.arming);
    this.arming = setTimeout(() => {
      this.armed = true;
      this.typed();
    }, UNARMED_MILLISECONDS);
  }

  async loadDiff() {
    try {
      fill(this.files, diffView(await findDiff(this.id)));
    } catch {
      fill(
        this.files,
        el('p', { class: 'quiet' }, t('diff.failed')),
        el('button', { type: 'button', class: 'button secondary', on: { click: () => this.loadDiff() } }, t('try-again')),
      );
    }
  }

  async loadHistory() {
    const entries = this.history.querySelector('.entries');
    try {
      fill(entries, el('ol', {}, (await findTimeline(this.id)).map(entry)));
    } catch {
      fill(entries, el('p', { class: 'quiet' }, t('history.failed')));
    }
  }
}

/** Whether a draft became what was wanted, if by somebody else. */
function brings(draft, { status, message }) {
  const there = status === 'APPROVED' ? ['APPROVED', 'PUSHED'] : [status];
  return there.includes(draft.status) && (message === undefined || (draft.message ?? '').trim() === message.trim());
}

function subjectOf(message) {
  return message.trim().split('\n')[0];
}

function summary(draft) {
  return [
    el(
      'div',
      { class: 'line' },
      el('span', { class: `pill pill-${draft.status.toLowerCase()}` }, t(`status.${draft.status}`)),
      el('span', { class: 'quiet' }, ago(draft.capturedAt)),
    ),
    el(
      'p',
      { class: 'figures' },
      el('strong', {}, count('files', draft.summary.filesChanged)),
      figure('plus', `+${number(draft.summary.insertions)}`, count('lines.added', draft.summary.insertions)),
      figure('minus', `−${number(draft.summary.deletions)}`, count('lines.removed', draft.summary.deletions)),
    ),
    el(
      'dl',
      { class: 'facts' },
      fact('branch', el('span', { class: 'branch' }, draft.branch)),
      fact('captured', t(`mode.${draft.mode}`)),
      draft.origin && fact('origin', t(`origin.${draft.origin}`)),
    ),
    graveRisk(draft.card),
    byAgent(draft) && ['CAPTURED', 'DRAFTED'].includes(draft.status) && el('p', { class: 'notice info', id: 'agent' }, draft.advice),
    draft.unpushedCommits > 0 && el('p', { class: 'notice info' }, count('unpushed', draft.unpushedCommits)),
  ];
}

function fact(key, value) {
  return el('div', {}, el('dt', { class: 'sr-only' }, t(`fact.${key}`)), el('dd', {}, value));
}

/** Whether the author's own machine makes the commit and pushes it. */
function byAgent(draft) {
  return draft.pushedBy === 'AGENT';
}

/** What became of it, once something did. */
function outcome(draft) {
  if (draft.status === 'APPROVED') {
    return el('section', { class: 'card result moving' }, spinner(), el('div', {}, el('h1', {}, t(byAgent(draft) ? 'result.agent' : 'result.pushing')), el('p', {}, draft.advice ?? t('result.pushing-why', { branch: draft.branch }))));
  }
  if (draft.status === 'PUSHED') {
    const beside = draft.landing === 'SIDE_BRANCH';
    return el(
      'section',
      { class: `card result ${beside ? 'beside' : 'good'}` },
      mark(beside ? '!' : '✓'),
      el(
        'div',
        {},
        el('h1', {}, t(beside ? 'result.beside' : 'result.pushed')),
        el('p', {}, ...where(draft)),
        draft.advice && el('p', { class: 'advice' }, draft.advice),
        draft.pullRequest?.url &&
          el('p', {}, el('a', { class: 'button primary', id: 'pull-request', href: draft.pullRequest.url, rel: 'noreferrer' }, t('result.pull-request'))),
        draft.pullRequest?.words && el('details', {}, el('summary', {}, t('result.host-words')), el('pre', { class: 'words' }, draft.pullRequest.words)),
        draft.rebased && el('p', {}, ...parts('result.rebased', { sync: el('code', {}, 'comfort sync') })),
        toAll(),
      ),
    );
  }
  if (draft.status === 'PUSH_FAILED') {
    return el(
      'section',
      { class: 'card result bad' },
      mark('!'),
      el(
        'div',
        {},
        el('h1', {}, t('result.failed')),
        draft.advice && el('p', { class: 'advice' }, draft.advice),
        draft.reason && el('details', {}, el('summary', {}, t('result.words')), el('pre', { class: 'words' }, draft.reason)),
      ),
    );
  }
  if (draft.status === 'SUPERSEDED') {
    return el(
      'section',
      { class: 'card result ended' },
      mark('→'),
      el(
        'div',
        {},
        el('h1', {}, t('result.superseded')),
        el('p', {}, t('result.superseded-why')),
        draft.successorId && el('a', { class: 'button primary', id: 'successor', href: `/d/${encodeURIComponent(draft.successorId)}` }, t('result.successor')),
      ),
    );
  }
  if (draft.status === 'DISCARDED' || draft.status === 'EXPIRED') {
    return el(
      'section',
      { class: 'card result ended' },
      mark('×'),
      el('div', {}, el('h1', {}, t(`result.${draft.status}`)), el('p', {}, t('result.desk')), toAll()),
    );
  }
  return null;
}

function where(draft) {
  const branch = el('span', { class: 'branch' }, draft.landedOn);
  const ids = draft.commitIds ?? [];
  return ids.length > 1
    ? parts('result.where-all', { commits: el('span', { class: 'commits' }, ids.map(commit)), branch })
    : parts('result.where', { commit: commit(draft.commitId), branch });
}

function commit(id) {
  const copy = el('button', { type: 'button', class: 'commit', title: id, 'aria-label': t('copy', { id }) }, id.slice(0, 10));
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(id);
      announce(t('copied'));
      copy.textContent = t('copied');
    } catch {
      copy.textContent = id; // no clipboard here: then at least all of it can be marked
    }
  });
  return copy;
}

function entry(event) {
  return el(
    'li',
    {},
    el('span', { class: 'line' }, el('strong', {}, t(`event.${event.type}`)), el('time', { datetime: event.at, class: 'quiet' }, moment(event.at))),
    event.detail && el('span', { class: 'entry-detail' }, event.detail),
  );
}

function mark(sign) {
  return el('span', { class: 'sign', 'aria-hidden': 'true' }, sign);
}

function spinner() {
  return el('span', { class: 'spinner', 'aria-hidden': 'true' });
}

function calm() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

