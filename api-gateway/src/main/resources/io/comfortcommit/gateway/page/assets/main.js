import { pair } from './api.js';
import { startWorker } from './app.js';
import { devices } from './devices.js';
import { draftPage, notFound } from './draft.js';
import { announce, el, fill, warning } from './dom.js';
import { home } from './home.js';
import { forgetAll } from './kept.js';
import { beginToSpeak, language, otherLanguage, reason, speakLanguage, t } from './language.js';
import { showNav } from './nav.js';
import { pairingView } from './pairing.js';
import { past } from './past.js';
import { settings } from './settings.js';
import { sendWaiting } from './waiting.js';

/** What was asked for while this script was on its way; from now on it asks by itself. */
const begun = (window.comfortBegun ??= {});
const main = document.getElementById('content');
const nav = document.getElementById('nav');
const languageButton = document.getElementById('language');

/** By address; any other one is a draft's. */
const VIEWS = {
  '/': home,
  '/history': past,
  '/devices': devices,
  '/settings': (shown) => settings(shown, speak),
};

let codeFailed = false;
/** What the server says to who opened another's link. */
let anothers = null;
let loginFailed = null;
let end = () => {};

languageButton.addEventListener('click', () => speak(otherLanguage()));

async function speak(next) {
  // without a connection the page stays in the language it is in
  const switched = await speakLanguage(next).then(() => true, () => false);
  const unsaved = document.getElementById('message')?.value;
  await show();
  const field = document.getElementById('message');
  if (field && unsaved !== undefined && !field.readOnly) {
    field.value = unsaved;
    field.dispatchEvent(new Event('input'));
  }
  if (switched) {
    announce(t('language.switched'));
  } else {
    main.prepend(warning(t('language.failed')));
  }
}

window.addEventListener('online', sendWaiting);

const [speaks] = await Promise.all([beginToSpeak(), usePairingCode()]);
if (speaks) {
  await show();
  sendWaiting();
  startWorker();
} else {
  languageButton.hidden = true;
  document.getElementById('speechless').hidden = false;
}

/** As `begin.js` has done or would have. */
async function usePairingCode() {
  const given = new URLSearchParams(location.hash.slice(1));
  const code = begun.code ?? given.get('k');
  loginFailed = given.get('login');
  if (given.has('k') || loginFailed) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  if (!code) {
    return;
  }
  try {
    await pair(code, begun.paired);
  } catch (failure) {
    codeFailed = true; // matters only if there is no session from before
    anothers = failure.code === 'SIGNED_IN_AS_ANOTHER' ? failure.message : null;
  }
}

async function show() {
  end();
  end = () => {};
  chrome();
  main.setAttribute('aria-busy', 'true');
  try {
    const draft = location.pathname.match(/^\/d\/([^/]+)$/);
    end = draft ? await draftPage(main, decodeURIComponent(draft[1])) : await (VIEWS[location.pathname] ?? home)(main);
    document.body.classList.toggle('with-nav', draft === null);
    showNav(nav, true);
    if (anothers !== null) {
      main.prepend(warning(anothers));
    }
  } catch (failure) {
    document.body.classList.remove('with-nav');
    showNav(nav, failure.code === 'OFFLINE');
    fill(main, await explanation(failure));
  } finally {
    main.removeAttribute('aria-busy');
  }
}

/** What surrounds every view. */
function chrome() {
  document.documentElement.lang = language();
  document.getElementById('skip').textContent = t('skip');
  languageButton.textContent = t(`language.${otherLanguage()}`);
  languageButton.lang = otherLanguage();
}

async function explanation(failure) {
  if (failure.code === 'UNAUTHENTICATED') {
    await forgetAll();
  }
  // who came by a link to one draft may see that one only
  if (failure.code === 'UNAUTHENTICATED' || failure.code === 'FORBIDDEN') {
    document.title = t('pair.title');
    return pairingView(codeFailed, loginFailed);
  }
  if (failure.code === 'BAD_REQUEST') {
    return notFound();
  }
  return el(
    'section',
    { class: 'card welcome', role: 'alert' },
    el('h1', {}, t('trouble.title')),
    el('p', {}, reason(failure)),
    el('button', { type: 'button', class: 'button secondary', on: { click: show } }, t('try-again')),
  );
}
