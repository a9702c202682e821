import { endSession, findDevices, findProviders, invite, revokeDevice } from './api.js';
import { really } from './dialog.js';
import { announce, el, fill, warning } from './dom.js';
import { forgetAll } from './kept.js';
import { ago, date, parts, reason, t, time } from './language.js';
import { signInLinks } from './pairing.js';
import { forgetPush } from './push.js';
import { dropAll } from './waiting.js';

/** The first that a browser's description of itself names is what it is: later ones are only claimed for old sites' sake. */
const BROWSERS = [
  [/KAKAOTALK/, 'KakaoTalk'],
  [/NAVER\(inapp/, 'Naver'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** Who is let in as the caller, and how to put somebody out. Returns the function that ends it. */
export async function devices(main) {
  const me = await findDevices();
  const providers = me.canPair ? [] : await findProviders();
  let found = me.devices;
  const list = el('ul', { class: 'devices' });
  const notice = el('div', { class: 'notices' });
  fill(
    main,
    el('h1', { class: 'page-title' }, t('devices.title')),
    el(
      'div',
      { class: 'home' },
      el('p', { class: 'quiet lead' }, t('devices.why')),
      notice,
      list,
      another(me.canPair, providers),
    ),
  );
  document.title = t('title.devices');
  show();
  return () => {};

  function show() {
    const here = found.filter(({ current }) => current);
    fill(list, [...here, ...found.filter(({ current }) => !current)].map(entry));
  }

  function entry(device) {
    const name = nameOf(device);
    return el(
      'li',
      { class: 'card device' },
      el(
        'div',
        { class: 'line' },
        el('h2', {}, name),
        device.current && el('span', { class: 'pill pill-drafted' }, t('devices.current')),
      ),
      el(
        'p',
        { class: 'quiet' },
        el('span', {}, t(`devices.${device.kind}`)),
        device.limitedTo && el('span', {}, ` · ${t('devices.limited', { role: device.limitedTo })}`),
      ),
      el(
        'dl',
        { class: 'times' },
        fact('devices.seen', ago(device.lastSeenAt)),
        fact('devices.since', date(device.createdAt)),
        fact('devices.until', date(device.expiresAt)),
      ),
      device.current
        ? el('button', { type: 'button', class: 'button secondary', id: 'sign-out', on: { click: signOut } }, t('devices.sign-out'))
        : el(
            'button',
            { type: 'button', class: 'button secondary', 'aria-label': t('devices.revoke-long', { name }), on: { click: () => revoke(device, name) } },
            t('devices.revoke'),
          ),
    );
  }

  async function revoke(device, name) {
    if (!(await really({ title: t('devices.really', { name }), why: t('devices.really-why'), yes: t('devices.revoke') }))) {
      return;
    }
    try {
      await revokeDevice(device.id).catch((failure) => {
        if (failure.code !== 'DEVICE_NOT_FOUND') {
          throw failure; // else somebody was faster
        }
      });
      found = found.filter(({ id }) => id !== device.id);
      show();
      fill(notice);
      announce(t('devices.revoked', { name }));
      list.querySelector('button')?.focus();
    } catch (failure) {
      tell(failure);
    }
  }

  async function signOut() {
    if (!(await really({ title: t('devices.sign-out-really'), why: t('devices.sign-out-why'), yes: t('devices.sign-out') }))) {
      return;
    }
    try {
      await endSession();
    } catch (failure) {
      tell(failure);
      return;
    }
    dropAll();
    await Promise.all([forgetAll(), forgetPush()]);
    location.assign('/');
  }

  function tell(failure) {
    fill(notice, warning(reason(failure, 'devices.offline')));
  }
}

/** How to let a computer in: by a link for who has just signed in, else by signing in once more, else in a terminal. */
function another(canPair, providers) {
  const box = el('div', { class: 'another-box' });
  if (canPair) {
    fill(box, asking(box));
  } else if (providers.length > 0) {
    fill(box, el('p', {}, t('another.sign-in')), signInLinks(providers));
  } else {
    fill(box, el('p', {}, parts('another.terminal', { invite: el('code', {}, 'comfort pair --invite') })));
  }
  return el('section', { class: 'card another', 'aria-labelledby': 'another-title' }, el('h2', { id: 'another-title' }, t('another.title')), box);
}

function asking(box) {
  const button = el('button', { type: 'button', class: 'button secondary', id: 'invite', on: { click: ask } }, t('another.invite'));
  return [el('p', {}, t('another.why')), button];

  async function ask() {
    button.disabled = true;
    try {
      const { url, expiresAt } = await invite();
      const command = `comfort pair '${url}'`;
      fill(
        box,
        el('p', {}, t('another.how')),
        el('code', { class: 'command', id: 'command', tabindex: '0' }, command),
        el('button', { type: 'button', class: 'button secondary', id: 'copy-command', on: { click: ({ currentTarget }) => copy(command, currentTarget) } }, t('another.copy')),
        el('p', { class: 'quiet' }, t('another.once', { time: time(expiresAt) })),
      );
      document.getElementById('copy-command').focus();
      announce(t('another.ready'));
    } catch (failure) {
      fill(box, warning(reason(failure, 'devices.offline')), ...asking(box));
    }
  }
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t('copied');
    announce(t('copied'));
  } catch {
    getSelection().selectAllChildren(document.getElementById('command')); // to be copied by hand
  }
}

function fact(key, shown) {
  return el('div', {}, el('dt', {}, t(key)), ' ', el('dd', {}, shown));
}

function nameOf({ kind, name }) {
  if (kind === 'PROGRAM') {
    return name || t('devices.nameless');
  }
  const known = [BROWSERS, SYSTEMS].map((kinds) => kinds.find(([mark]) => mark.test(name))?.[1]).filter(Boolean);
  return known.length > 0 ? known.join(' · ') : name.slice(0, 60) || t('devices.nameless');
}
