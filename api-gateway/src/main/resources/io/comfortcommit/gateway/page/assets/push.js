import { subscribeWebPush, unsubscribeWebPush } from './api.js';

/** Not where the page came without TLS; and on an iPhone only once it is installed. */
export function canPush() {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/**
 * Whether this browser still has what the server sends to.
 *
 * @param {string} key of the server, in base64url
 */
export async function isPushed(key) {
  return canPush() && Notification.permission === 'granted' && isFor(await subscription(), key);
}

/**
 * Asks the user, subscribes, and tells the server.
 *
 * @param {string} key of the server, in base64url
 */
export async function pushHere(key) {
  if ((await Notification.requestPermission()) !== 'granted') {
    throw new DOMException('not allowed', 'NotAllowedError');
  }
  if (!(await navigator.serviceWorker.getRegistration())) {
    throw new DOMException('no worker', 'AbortError'); // none would ever be ready
  }
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before !== null && !isFor(before, key)) {
    await before.unsubscribe(); // of two keys a browser has one only
  }
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  try {
    await subscribeWebPush({ endpoint, p256dh: keys.p256dh, auth: keys.auth });
  } catch (failure) {
    await made.unsubscribe();
    throw failure;
  }
}

export async function stopPush() {
  await unsubscribeWebPush();
  await (await subscription())?.unsubscribe();
}

/** So that whoever uses this browser next is told of nothing. */
export async function forgetPush() {
  await (canPush() ? subscription() : Promise.resolve(null)).then((made) => made?.unsubscribe()).catch(() => {});
}

/** One that does not say its key is taken for the server's. */
function isFor(made, key) {
  const its = made?.options?.applicationServerKey;
  return made !== null && (!its || base64url(its) === key);
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}
