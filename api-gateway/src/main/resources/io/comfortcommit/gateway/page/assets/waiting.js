import { approve } from './api.js';

const KEPT = 'comfort.waiting';
/** After these its author has to decide again; after any other the same request can do better later. */
const REFUSALS = ['STALE_VERSION', 'ILLEGAL_TRANSITION', 'SECRETS_FOUND', 'UNUSABLE_MESSAGE', 'MESSAGE_BREAKS_RULES', 'DRAFT_NOT_FOUND'];

const AGAIN_MILLISECONDS = 3_000;

const told = new EventTarget();
let again = null;

/**
 * An approval that could not be sent yet.
 *
 * @typedef {{draftId: string, message: string, base: string, edited: boolean, expectedVersion: number,
 *   refused: {code: string, words: string}|null}} Waiting `base` is the server's message that was seen
 */

/** @returns {Waiting|null} */
export function waitingFor(draftId) {
  return all()[draftId] ?? null;
}

/** @param {Waiting} approval @returns {boolean} whether this browser keeps it */
export function keep(approval) {
  sendSoon();
  return write({ ...all(), [approval.draftId]: approval });
}

export function drop(draftId) {
  const { [draftId]: _, ...others } = all();
  write(others);
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
  return navigator.locks ? navigator.locks.request('comfort-waiting', sendAll) : sendAll();
}

/** For what only failed. Whoever has no connection sends when it is back. */
function sendSoon() {
  clearTimeout(again);
  again = navigator.onLine ? setTimeout(sendWaiting, AGAIN_MILLISECONDS) : null;
}

async function sendAll() {
  for (const approval of Object.values(all()).filter(({ refused }) => refused === null)) {
    const { draftId, message, edited, expectedVersion } = approval;
    let state = null;
    try {
      state = await approve(draftId, edited ? message : null, expectedVersion);
      drop(draftId);
    } catch (failure) {
      if (!REFUSALS.includes(failure.code)) {
        if (failure.code === 'OFFLINE') {
          sendSoon();
        }
        continue; // also where this browser may not decide about this draft before it is let in again
      }
      keep({ ...approval, refused: { code: failure.code, words: failure.message } });
    }
    told.dispatchEvent(new CustomEvent('sent', { detail: { draftId, state } }));
  }
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
