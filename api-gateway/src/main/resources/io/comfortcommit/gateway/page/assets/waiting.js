import { approve } from './api.js';
import { recall, remember } from './kept.js';

const KEPT = 'comfort.waiting';
/** After these its author has to decide again; after any other the same request can do better later. */
const REFUSALS = ['STALE_VERSION', 'ILLEGAL_TRANSITION', 'SECRETS_FOUND', 'UNUSABLE_MESSAGE', 'MESSAGE_BREAKS_RULES', 'DRAFT_NOT_FOUND'];

/** How long after a failure it is tried again: at first, and at most. Each failure doubles it. */
const AGAIN_MILLISECONDS = 3_000;
const AGAIN_AT_MOST_MILLISECONDS = 60_000;

const told = new EventTarget();
/** The drafts whose approvals this tab is sending. */
const sending = new Set();
let again = null;
let pause = AGAIN_MILLISECONDS;

/**
 * An approval that could not be sent yet.
 *
 * @typedef {{key?: string, draftId: string, message: string, base: string, edited: boolean, expectedVersion: number,
 *   refused: {code: string, words: string}|null}} Waiting `key` tells it from a later one of the same draft, `base` is the
 *   server's message that was seen
 */

/** @returns {Waiting|null} */
export function waitingFor(draftId) {
  return all()[draftId] ?? null;
}

/** @param {Waiting} approval @returns {boolean} whether this browser keeps it */
export function keep(approval) {
  pause = AGAIN_MILLISECONDS;
  sendSoon();
  // Without it where the page is not secure: there are no locks and no memory of what has ended either.
  return write({ ...all(), [approval.draftId]: { ...approval, key: globalThis.crypto?.randomUUID?.() } });
}

export function drop(draftId) {
  const { [draftId]: _, ...others } = all();
  write(others);
}

/**
 * Takes an approval back unless it goes through. One that is on its way, in whichever tab, is waited for: what is taken back
 * is never sent afterwards.
 *
 * @returns {Promise<boolean>} whether it was taken back; false where it was answered, of which {@link onSent} tells
 */
export function takeBack(draftId) {
  return alone(draftId, async () => {
    const approval = waitingFor(draftId);
    const waits = approval?.refused === null && !(await hasEnded(approval));
    if (waits) {
      await end(approval);
      drop(draftId);
    }
    return waits;
  });
}

/**
 * Remembers that an approval is not to be sent any more. Tabs have processes of their own, and who has just got the lock may
 * still read what was stored before another tab, which had it, dropped the approval; this is read by all as it was written.
 */
function end({ draftId, key }) {
  return remember(ended(draftId), key ?? null);
}

async function hasEnded({ draftId, key }) {
  return key !== undefined && (await recall(ended(draftId))) === key;
}

function ended(draftId) {
  return `ended/${draftId}`;
}

/** Whether this tab is sending it. */
export function isSending(draftId) {
  return sending.has(draftId);
}

/** Calls the listener whenever {@link isSending} says something else of a draft, until the returned function is called. */
export function onSending(draftId, listener) {
  const here = (event) => event.detail.draftId === draftId && listener();
  told.addEventListener('sending', here);
  return () => told.removeEventListener('sending', here);
}

/** For a browser that is not its user's any more. */
export function dropAll() {
  write({});
}

/**
 * Tells how an approval of a draft ended, in whichever tab, until the returned function is called.
 *
 * @param {(state: {status: string, version: number}|null) => void} listener told the draft's new state where this tab has it
 */
export function onSent(draftId, listener) {
  const here = (event) => event.detail.draftId === draftId && listener(event.detail.state);
  const elsewhere = (event) => event.key === KEPT && listener(null);
  told.addEventListener('sent', here);
  window.addEventListener('storage', elsewhere);
  return () => {
    told.removeEventListener('sent', here);
    window.removeEventListener('storage', elsewhere);
  };
}

/** Sends what waits, one tab at a time; what was sent already and got no answer is refused by its expected version. */
export function sendWaiting() {
  pause = AGAIN_MILLISECONDS; // whoever asks has a reason to think that the server is there
  return sendInTurn();
}

function sendInTurn() {
  return locked('comfort-waiting', sendAll);
}

/** For what only failed. Whoever has no connection sends when it is back. */
function sendSoon() {
  clearTimeout(again);
  again = navigator.onLine ? setTimeout(sendAgain, pause) : null;
}

function sendAgain() {
  pause = Math.min(2 * pause, AGAIN_AT_MOST_MILLISECONDS);
  return sendInTurn();
}

async function sendAll() {
  for (const draftId of Object.keys(all())) {
    await alone(draftId, () => sendOne(draftId));
  }
}

/** Looks again first: its author may have taken it back while others were sent. */
async function sendOne(draftId) {
  const approval = waitingFor(draftId);
  if (approval === null || approval.refused !== null) {
    return;
  }
  if (await hasEnded(approval)) {
    drop(draftId);
    tellSent(draftId, null);
    return;
  }
  const { message, edited, expectedVersion } = approval;
  let state = null;
  tellSending(draftId, true);
  try {
    state = await approve(draftId, edited ? message : null, expectedVersion);
    await end(approval);
    drop(draftId);
  } catch (failure) {
    if (!REFUSALS.includes(failure.code)) {
      if (failure.code === 'OFFLINE') {
        sendSoon();
      }
      return; // also where this browser may not decide about this draft before it is let in again
    }
    await end(approval);
    write({ ...all(), [draftId]: { ...approval, refused: { code: failure.code, words: failure.message } } });
  } finally {
    tellSending(draftId, false);
  }
  tellSent(draftId, state);
}

function tellSent(draftId, state) {
  told.dispatchEvent(new CustomEvent('sent', { detail: { draftId, state } }));
}

function tellSending(draftId, now) {
  if (now) {
    sending.add(draftId);
  } else {
    sending.delete(draftId);
  }
  told.dispatchEvent(new CustomEvent('sending', { detail: { draftId } }));
}

/** Each draft has a lock of its own, so that taking one back does not wait until all others are sent. */
function alone(draftId, task) {
  return locked(`comfort-waiting-${draftId}`, task);
}

/** Browsers have locks only where the page is secure; elsewhere the expected version still has an approval count once. */
async function locked(name, task) {
  return navigator.locks ? navigator.locks.request(name, task) : task();
}

function all() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}');
  } catch {
    return {};
  }
}

function write(approvals) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(approvals));
    return true;
  } catch {
    return false;
  }
}
