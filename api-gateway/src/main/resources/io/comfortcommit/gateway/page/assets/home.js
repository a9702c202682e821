import { findDrafts, follow } from './api.js';
import { installOffer } from './app.js';
import { announce, el, fill } from './dom.js';
import { t } from './language.js';
import { listed } from './listed.js';
import { sendWaiting } from './waiting.js';

/** The open drafts, then the last ones that ended. Returns the function that ends it. */
export async function home(main) {
  let drafts = await findDrafts();
  const list = el('div', { class: 'home' });
  const connection = el('p', { class: 'quiet connection', hidden: true }, t('reconnecting'));
  fill(main, el('h1', { class: 'page-title' }, t('home.title')), connection, list, installOffer());
  document.title = t('title.home');
  show();

  let pending = false;
  const refresh = async () => {
    if (pending) {
      return;
    }
    pending = true;
    try {
      drafts = await findDrafts();
      show();
    } catch {
      // what is shown stays; the next change or the next look tries again
    } finally {
      pending = false;
    }
  };
  const look = () => document.visibilityState === 'visible' && refresh();
  document.addEventListener('visibilitychange', look);
  const stop = follow(
    null,
    (changed) => {
      announce(t('home.changed', { subject: changed.subject ?? t('writing') }));
      refresh();
    },
    (connected) => {
      connection.hidden = connected;
      if (connected) {
        sendWaiting();
        refresh(); // what changed between the first look and the connection
      }
    },
  );
  return () => {
    stop();
    document.removeEventListener('visibilitychange', look);
  };

  function show() {
    fill(
      list,
      drafts.open.length === 0 ? empty() : el('ul', { class: 'drafts' }, drafts.open.map(listed)),
      drafts.ended.length > 0 && [
        el('h2', {}, t('home.earlier')),
        el('ul', { class: 'drafts earlier' }, drafts.ended.map(listed)),
        el('a', { class: 'button secondary whole', href: '/history' }, t('home.history')),
      ],
    );
  }
}

function empty() {
  return el(
    'div',
    { class: 'card empty' },
    el('p', { class: 'big' }, t('home.empty')),
    el('p', { class: 'quiet' }, t('home.empty-how')),
    el('code', {}, 'comfort capture'),
  );
}
