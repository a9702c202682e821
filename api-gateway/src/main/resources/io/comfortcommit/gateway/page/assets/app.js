import { el } from './dom.js';
import { t } from './language.js';

const ANSWERED = 'comfort.install';

let invitation = null;
let shown = () => {};

/** Lets the page start without a network; where there is no worker, or none may be, it works with one. */
export function startWorker() {
  // Only this address can be made a script's.
  const address = '/worker.js';
  const trusted = window.trustedTypes?.createPolicy('comfort-worker', { createScriptURL: () => address }).createScriptURL(address) ?? address;
  navigator.serviceWorker?.register(trusted).catch(() => {});
}

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault(); // asked where it can be declined for good
  invitation = event;
  shown();
});
window.addEventListener('appinstalled', () => {
  invitation = null;
  shown();
});

/** An offer to install the page, where the browser can and nobody has declined; empty otherwise. */
export function installOffer() {
  const box = el('div', { class: 'install' });
  shown = () => {
    box.replaceChildren(...(invitation === null || declined() ? [] : [offer()]));
  };
  shown();
  return box;
}

function offer() {
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'install-title' },
    el('h2', { id: 'install-title' }, t('install.title')),
    el('p', { class: 'quiet' }, t('install.why')),
    el(
      'div',
      { class: 'dialog-buttons' },
      el('button', { type: 'button', class: 'button secondary', id: 'install-never', on: { click: decline } }, t('install.never')),
      el('button', { type: 'button', class: 'button primary', id: 'install', on: { click: install } }, t('install')),
    ),
  );
}

async function install() {
  const asked = invitation;
  invitation = null; // an invitation is good once
  shown();
  await asked.prompt();
}

function decline() {
  invitation = null;
  try {
    localStorage.setItem(ANSWERED, 'no');
  } catch {
    // then until the page is loaded again
  }
  shown();
}

function declined() {
  try {
    return localStorage.getItem(ANSWERED) === 'no';
  } catch {
    return false;
  }
}
