import { subscribeWebPush, unsubscribeWebPush } from './api.js';

/** Not where the page came without TLS; and on an iPhone only once it is installed. */
export function canPush() {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Whether this browser still has what the server sends to. */
export async function isPushed() {
  return canPush() && Notification.permission === 'granted' && (await subscription()) !== null;
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

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}
