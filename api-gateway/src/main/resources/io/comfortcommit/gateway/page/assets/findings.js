import { announce, breakable, el, fill } from './dom.js';
import { count, t } from './language.js';

/** What looks like a secret: the author takes it out of the change, or says that it is none. */
export class Findings {
  /** @param {(ids: string[]) => Promise<boolean>} clear whether it was taken down */
  constructor(clear) {
    this.clear = clear;
    this.title = el('h2', { id: 'findings-title', class: 'label', tabindex: '-1' });
    this.why = el('p', { id: 'findings-why' });
    this.list = el('ul', {});
    this.element = el('section', { class: 'notice findings', 'aria-labelledby': 'findings-title' }, this.title, this.why, this.list);
    this.all = [];
    this.shown = '';
    this.deciding = false;
  }

  /** @param {boolean} decidable whether it is still up to the author */
  update(draft, decidable) {
    this.all = draft.card?.secrets ?? [];
    const open = this.undecided;
    this.element.hidden = this.all.length === 0;
    this.element.classList.toggle('bad', decidable && open.length > 0);
    this.element.classList.toggle('info', !decidable || open.length === 0);
    this.title.textContent = open.length === 0 ? t('findings.all-cleared') : count('findings', open.length);
    this.why.hidden = !decidable || open.length === 0;
    this.why.textContent = t('findings.why');
    // Made anew only where it is another, so that a change of anything else does not take the focus away.
    const shown = JSON.stringify([decidable, this.all]);
    if (shown !== this.shown) {
      this.shown = shown;
      fill(this.list, this.all.map((finding) => this.line(finding, decidable)));
    }
  }

  get undecided() {
    return this.all.filter((finding) => !finding.cleared);
  }

  line({ id, kind, path, line, cleared }, decidable) {
    const place = `${path}:${line}`;
    return el(
      'li',
      { class: cleared ? 'cleared' : '' },
      el('span', { class: 'finding' }, el('strong', {}, kind), ' ', breakable(place)),
      cleared && el('span', { class: 'quiet' }, t('findings.cleared')),
      !cleared &&
        decidable &&
        el(
          'button',
          {
            type: 'button',
            class: 'button secondary',
            'aria-label': t('findings.clear-long', { kind, place }),
            on: { click: () => this.decide(id) },
          },
          t('findings.clear'),
        ),
    );
  }

  /** The focus goes on to the next one, since the button it was on is gone. */
  async decide(id) {
    if (this.deciding) {
      return;
    }
    this.deciding = true;
    const taken = await this.clear([id]).finally(() => {
      this.deciding = false;
    });
    if (!taken) {
      return;
    }
    const open = this.undecided.length;
    announce(open === 0 ? t('findings.all-cleared') : count('findings', open));
    this.focus();
  }

  focus() {
    this.element.scrollIntoView({ block: 'nearest' });
    (this.list.querySelector('button') ?? this.title).focus();
  }
}
