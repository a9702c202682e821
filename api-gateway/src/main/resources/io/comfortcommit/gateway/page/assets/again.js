import { announce, el, fill } from './dom.js';
import { t } from './language.js';

const LONGEST = 1000;

/** Another message: written again as its author asks, or one of several. */
export class Again {
  /**
   * @param {(instruction: string) => Promise<boolean>} redraft whether it is being written now
   * @param {() => Promise<{message: string, subject: string, origin: string}[]>} find messages to choose from
   * @param {(message: string) => Promise<void>} choose
   */
  constructor({ redraft, find, choose }) {
    this.find = find;
    this.choose = choose;
    this.said = null;
    this.instruction = el('input', { id: 'instruction', type: 'text', maxlength: LONGEST, autocomplete: 'off', enterkeyhint: 'send', 'aria-describedby': 'instruction-hint' });
    this.send = el('button', { type: 'submit', class: 'button secondary', id: 'redraft' }, t('again.send'));
    this.others = el('button', { type: 'button', class: 'link', id: 'others', on: { click: () => this.showOthers() } }, t('again.others'));
    this.progress = el('div', { class: 'progress' });
    this.list = el('div', { class: 'candidates' });
    const form = el(
      'form',
      { class: 'again-form' },
      el('label', { for: 'instruction', class: 'label' }, t('again.label')),
      el('div', { class: 'again-line' }, this.instruction, this.send),
      el('p', { id: 'instruction-hint', class: 'quiet' }, t('again.hint')),
    );
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const wish = this.instruction.value.trim();
      if (wish === '') {
        this.instruction.focus();
      } else if (await redraft(wish)) {
        this.instruction.value = '';
        this.fold();
      }
    });
    this.element = el('details', { class: 'card again' }, el('summary', {}, t('again')), el('div', { class: 'again-box' }, form, this.progress, this.others, this.list));
  }

  update(draft, busy) {
    const writing = draft.redraft === 'WRITING';
    this.element.hidden = !draft.canRedraft;
    this.send.disabled = this.others.disabled = busy || this.finding === true;
    if (writing) {
      this.element.open = true;
      this.showProgress();
    } else {
      this.soFar = null;
      fill(this.progress, draft.redraft === 'FAILED' && el('p', { class: 'notice info', id: 'redraft-failed' }, t('again.failed')));
    }
    const state = draft.redraft ?? 'NONE';
    if (this.said !== null && this.said !== state && draft.redraft) {
      announce(t(writing ? 'again.writing' : 'again.failed'));
    }
    this.said = state;
  }

  /** What is written so far. */
  grow(subject) {
    this.soFar = subject;
    if (this.said === 'WRITING') {
      this.showProgress();
    }
  }

  /** Not read aloud while it grows: the whole message is, once it is there. */
  showProgress() {
    fill(
      this.progress,
      el('p', { class: 'writing-line' }, el('span', { class: 'spinner', 'aria-hidden': 'true' }), el('span', {}, t('again.writing'))),
      this.soFar && el('p', { class: 'so-far', 'aria-hidden': 'true' }, this.soFar),
    );
  }

  fold() {
    fill(this.list);
    this.others.hidden = false;
  }

  async showOthers() {
    this.finding = true;
    this.others.disabled = this.send.disabled = true;
    fill(this.list, el('p', { class: 'writing-line' }, el('span', { class: 'spinner', 'aria-hidden': 'true' }), el('span', {}, t('again.finding'))));
    announce(t('again.finding'));
    try {
      const found = await this.find();
      fill(this.list, found.length === 0 ? el('p', { class: 'quiet' }, t('again.none')) : el('ul', { 'aria-label': t('again.others') }, found.map((one) => el('li', {}, this.candidate(one)))));
      this.others.hidden = found.length > 0;
      this.list.querySelector('button')?.focus();
    } catch {
      fill(this.list, el('p', { class: 'quiet' }, t('again.none')));
    } finally {
      this.finding = false;
      this.others.disabled = this.send.disabled = false;
    }
  }

  candidate({ message, subject, origin }) {
    const body = message.slice(subject.length).trim();
    return el(
      'button',
      { type: 'button', class: 'candidate', on: { click: async () => { this.fold(); await this.choose(message); } } },
      el('span', { class: 'candidate-subject' }, subject),
      body && el('span', { class: 'candidate-body' }, body),
      el('span', { class: 'quiet' }, t(`origin.${origin}`)),
    );
  }
}
