import { findPast, findSimilar } from './api.js';
import { announce, el, fill } from './dom.js';
import { count, reason, t } from './language.js';
import { listed } from './listed.js';

/** What can be looked for, and the statuses that it means. */
const KINDS = {
  all: ['PUSHED', 'PUSH_FAILED', 'DISCARDED', 'EXPIRED', 'SUPERSEDED'],
  pushed: ['PUSHED'],
  failed: ['PUSH_FAILED'],
  discarded: ['DISCARDED'],
  gone: ['EXPIRED', 'SUPERSEDED'],
};
/** Who types on is not answered. */
const PAUSE_MILLISECONDS = 250;
/** Characters. */
const LONGEST = 200;

/** Drafts that ended, and the search among them. Returns the function that ends it. */
export async function past(main) {
  const wanted = read();
  let asked = 0;
  let timer = null;

  const field = el('input', {
    id: 'search',
    type: 'search',
    maxlength: LONGEST,
    autocomplete: 'off',
    autocapitalize: 'off',
    enterkeyhint: 'search',
    'aria-describedby': 'search-hint',
    on: {
      input: () => {
        clearTimeout(timer);
        timer = setTimeout(search, PAUSE_MILLISECONDS);
      },
    },
  });
  field.value = wanted.text;
  const kinds = el(
    'fieldset',
    { class: 'choices' },
    el('legend', { class: 'sr-only' }, t('past.kinds')),
    Object.keys(KINDS).map((kind) =>
      el(
        'label',
        { class: 'choice' },
        el('input', { type: 'radio', name: 'kind', value: kind, checked: kind === wanted.kind, on: { change: search } }),
        el('span', {}, t(`past.${kind}`)),
      ),
    ),
  );
  const form = el(
    'form',
    { class: 'search', role: 'search' },
    el('label', { for: 'search', class: 'label' }, t('past.search')),
    field,
    el('p', { id: 'search-hint', class: 'quiet' }, t('past.hint')),
    kinds,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    field.blur(); // the keyboard of a phone makes room for what was found
    search();
  });
  const list = el('ul', { class: 'drafts' });
  const end = el('div', { class: 'end' });
  const like = el('div', {});

  const first = await findPast(KINDS[wanted.kind], wanted.text, null);
  fill(main, el('h1', { class: 'page-title' }, t('past.title')), el('div', { class: 'home' }, form, list, end, like));
  document.title = t('title.history');
  show(first);
  showSimilar();
  return () => clearTimeout(timer);

  async function search() {
    clearTimeout(timer);
    wanted.text = field.value.trim();
    wanted.kind = form.elements.kind.value;
    write(wanted);
    const turn = (asked += 1);
    fill(like);
    list.setAttribute('aria-busy', 'true');
    try {
      const page = await findPast(KINDS[wanted.kind], wanted.text, null);
      if (turn === asked) {
        fill(list);
        show(page);
        showSimilar();
        announce(page.drafts.length === 0 ? t('past.none') : count(page.next ? 'past.found-first' : 'past.found', page.drafts.length));
      }
    } catch (failure) {
      if (turn === asked) {
        fill(list);
        fill(end, trouble(failure, search));
      }
    } finally {
      list.removeAttribute('aria-busy');
    }
  }

  function show(page) {
    list.append(...page.drafts.map(listed));
    fill(end, list.children.length === 0 ? nothing() : page.next && more(page.next));
  }

  /** "Have we done this before?", beside what has each of the words. */
  async function showSimilar() {
    const turn = asked;
    if (wanted.text === '') {
      return;
    }
    let found;
    try {
      found = await findSimilar(wanted.text);
    } catch {
      return; // what was looked for is shown already
    }
    if (turn !== asked) {
      return;
    }
    const shown = new Set([...list.querySelectorAll('a')].map((link) => link.getAttribute('href')));
    const others = found.drafts.map(listed).filter((item) => !shown.has(item.querySelector('a').getAttribute('href')));
    if (found.availability === 'UNAVAILABLE') {
      fill(like, el('p', { class: 'quiet' }, t('past.no-similar')));
    } else if (others.length > 0) {
      fill(like, el('h2', {}, t('past.similar')), el('ul', { class: 'drafts', id: 'similar' }, others));
    }
  }

  function nothing() {
    const sought = wanted.text !== '' || wanted.kind !== 'all';
    return el('p', { class: 'card empty' }, el('span', { class: 'big' }, t(sought ? 'past.none' : 'past.empty')));
  }

  function more(next) {
    const turn = asked;
    const button = el('button', { type: 'button', class: 'button secondary whole', id: 'more', on: { click: load } }, t('past.more'));
    return button;

    async function load() {
      button.disabled = true;
      try {
        const page = await findPast(KINDS[wanted.kind], wanted.text, next);
        if (turn === asked) {
          const place = list.children.length;
          show(page);
          list.children[place]?.querySelector('a').focus();
        }
      } catch (failure) {
        if (turn === asked) {
          fill(end, trouble(failure, load), button);
          button.disabled = false;
        }
      }
    }
  }
}

function trouble(failure, again) {
  return el(
    'div',
    { class: 'notice warn', role: 'alert' },
    el('p', {}, reason(failure, 'past.offline')),
    el('button', { type: 'button', class: 'link', on: { click: again } }, t('try-again')),
  );
}

/** What is looked for stands in the address, so that who comes back from a draft finds it again. */
function read() {
  const given = new URLSearchParams(location.search);
  const kind = given.get('kind');
  return { text: (given.get('q') ?? '').slice(0, LONGEST), kind: Object.hasOwn(KINDS, kind ?? '') ? kind : 'all' };
}

function write({ text, kind }) {
  const given = new URLSearchParams();
  if (text !== '') {
    given.set('q', text);
  }
  if (kind !== 'all') {
    given.set('kind', kind);
  }
  history.replaceState(null, '', location.pathname + (given.size > 0 ? `?${given}` : ''));
}
