import { DRAFT, SUMMARY, WHOLE } from './fields.js';
import { keeping, keepOnly, remember } from './kept.js';
import { language } from './language.js';
import { GRAPHQL, request } from './request.js';

/** What the server refused, with its stable code; `OFFLINE` where it could not be reached. */
export class Failure extends Error {
  constructor(code, message, extensions = {}) {
    super(message);
    this.code = code;
    this.extensions = extensions;
  }
}

const OPEN = ['CAPTURED', 'DRAFTED', 'PUSH_FAILED', 'APPROVED'];
const ENDED = ['PUSHED', 'DISCARDED', 'EXPIRED', 'SUPERSEDED'];

/** When the renewal was sent that has no answer yet. Where nobody waits for it, its page was left. */
const BEGUN = 'comfort-renewing';
/** In milliseconds. */
const ANSWERED_WITHIN = 5_000;

/**
 * Exchanges a pairing code for a session.
 *
 * @param {Promise<Response|null>|null} [paired] what became of that, where it was begun before
 */
export async function pair(code, paired) {
  const response = (await paired) ?? (await ask('/api/sessions', { code }, 'application/json'));
  if (!response.ok) {
    throw await problem(response);
  }
}

/** Where people can sign in; none where there are only pairing codes. */
export async function findProviders() {
  try {
    const response = await fetch('/api/login', { headers: { Accept: 'application/json', 'Accept-Language': language() } });
    return response.ok ? (await response.json()).providers : [];
  } catch {
    return []; // the other way in remains
  }
}

/** Without a connection as it was found last. */
export async function findDraft(id) {
  return keeping(`draft/${id}`, async () => (await graphql(DRAFT, { id }, begun(id))).draft);
}

/** Without a connection as it was found last. */
export async function findDiff(id) {
  const query = `query($id: ID!) { draft(id: $id) { diff {
    truncated files { oldPath newPath kind binary insertions deletions patch } } } }`;
  return keeping(`diff/${id}`, async () => (await graphql(query, { id })).draft?.diff ?? null);
}

export async function findTimeline(id) {
  const query = `query($id: ID!) { draft(id: $id) { timeline { sequence type at actor detail } } }`;
  return (await graphql(query, { id })).draft?.timeline ?? [];
}

/** Open drafts, and the last ones that ended; without a connection as they were found last. */
export async function findDrafts() {
  return keeping('drafts', async () => {
    const found = await askDrafts();
    await keepOnly(found.open.map(({ id }) => id));
    return found;
  });
}

async function askDrafts() {
  const query = `query($open: [DraftStatus!], $ended: [DraftStatus!]) {
    open: drafts(status: $open, first: 50) { edges { node { ${SUMMARY} } } }
    ended: drafts(status: $ended, first: 5) { edges { node { ${SUMMARY} } } } }`;
  const found = await graphql(query, { open: OPEN, ended: ENDED });
  return {
    open: found.open.edges.map((edge) => edge.node),
    ended: found.ended.edges.map((edge) => edge.node),
  };
}

/**
 * A page of the drafts that have one of these statuses and each word of a text, newest first.
 *
 * @param {string|null} after `next` of the page before
 * @returns {Promise<{drafts: object[], next: string|null}>}
 */
export async function findPast(status, text, after) {
  const query = `query($status: [DraftStatus!], $text: String, $after: String) {
    drafts(status: $status, text: $text, first: 20, after: $after) { edges { node { ${SUMMARY} } } pageInfo { hasNextPage endCursor } } }`;
  const { edges, pageInfo } = (await graphql(query, { status, text: text || null, after })).drafts;
  return { drafts: edges.map((edge) => edge.node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

/**
 * "Have we done this before?" Drafts that share words with a text or mean the like, best first.
 *
 * @returns {Promise<{availability: string, drafts: object[]}>} only drafts with each word of it unless it is `AVAILABLE`
 */
export async function findSimilar(text) {
  const query = `query($text: String!) { search(text: $text, first: 10) { availability hits { draft { ${SUMMARY} } } } }`;
  const { availability, hits } = (await graphql(query, { text })).search;
  return { availability, drafts: hits.map((hit) => hit.draft) };
}

/**
 * The browsers and programs that are let in as the caller, newest first, and whether the caller may let others in now.
 *
 * @returns {Promise<{canPair: boolean, devices: object[]}>}
 */
export async function findDevices() {
  return (await graphql('{ me { canPair devices { id kind name current createdAt lastSeenAt limitedTo expiresAt } } }', {})).me;
}

/** @returns {Promise<{url: string, expiresAt: string}>} a link that lets one device in as the caller */
export async function invite() {
  const response = await send('/api/pairings', {}, 'application/json');
  if (!response.ok) {
    throw await problem(response);
  }
  return response.json();
}

export async function revokeDevice(deviceId) {
  await graphql('mutation($input: RevokeDeviceInput!) { revokeDevice(input: $input) { deviceId } }', { input: { deviceId } });
}

/** @returns {Promise<{me: {id: string}, repositories: {id: string, remote: string, drafting: {language: string, gitmoji: boolean}}[]}>} the caller's */
export function findRepositories() {
  return graphql('{ me { id } repositories { id remote drafting { language gitmoji } } }', {});
}

/** @returns {Promise<{language: string, gitmoji: boolean}>} how messages are drafted there from now on; what is not named stays */
export async function setDrafting(input) {
  return (await graphql('mutation($input: SetDraftingInput!) { setDrafting(input: $input) { drafting { language gitmoji } } }', { input })).setDrafting.drafting;
}

/** @returns {Promise<{user: string, addedAt: string}[]>} who else sees what is drafted there */
export async function findMembers(repositoryId) {
  return (await graphql('query($in: ID!) { members(repositoryId: $in) { user addedAt } }', { in: repositoryId })).members;
}

export async function addMember(input) {
  return (await graphql('mutation($input: AddMemberInput!) { addMember(input: $input) { members { user addedAt } } }', { input })).addMember.members;
}

export async function removeMember(input) {
  return (await graphql('mutation($input: RemoveMemberInput!) { removeMember(input: $input) { members { user addedAt } } }', { input })).removeMember.members;
}

/** Logs this browser out. */
export async function endSession() {
  const response = await send('/api/sessions', undefined, 'application/json', undefined, 'DELETE');
  if (!response.ok && response.status !== 401) {
    throw await problem(response);
  }
}

const PREFERENCES = 'channels language quiet { from to zone } digestFrom slackUser email';

/**
 * How the caller is told, what this browser subscribes with, and whether KakaoTalk is connected.
 *
 * @returns {Promise<{preferences: object, push: {key: string, on: boolean}, kakao: {available: boolean, connected: boolean}}>}
 */
export async function findPreferences() {
  const { notificationPreferences, webPush, kakao } = await graphql(`{ notificationPreferences { ${PREFERENCES} } webPush { key on } kakao { available connected } }`, {});
  return { preferences: notificationPreferences, push: webPush, kakao };
}

export async function subscribeWebPush(input) {
  await graphql('mutation($input: SubscribeWebPushInput!) { subscribeWebPush(input: $input) { on } }', { input });
}

export async function unsubscribeWebPush() {
  await graphql('mutation { unsubscribeWebPush { on } }', {});
}

/** @returns {Promise<string>} where the caller lets us write to them */
export async function beginKakao() {
  return (await graphql('mutation { beginKakao { url } }', {})).beginKakao.url;
}

export async function finishKakao(input) {
  return (await graphql('mutation($input: FinishKakaoInput!) { finishKakao(input: $input) { available connected } }', { input })).finishKakao;
}

export async function disconnectKakao() {
  return (await graphql('mutation { disconnectKakao { available connected } }', {})).disconnectKakao;
}

export async function savePreferences(input) {
  const query = `mutation($input: NotificationPreferencesInput!) { setNotificationPreferences(input: $input) { ${PREFERENCES} } }`;
  return (await graphql(query, { input })).setNotificationPreferences;
}

export async function saveMessage(draftId, message, expectedVersion) {
  return mutate('editDraft', 'EditDraftInput', { draftId, message, expectedVersion });
}

export async function approve(draftId, message, expectedVersion) {
  return mutate('approveDraft', 'ApproveDraftInput', { draftId, message, expectedVersion });
}

/** What the rules of the repository say about a message. */
export async function lint(draftId, message) {
  const query = 'query($draftId: ID!, $message: String!) { lintMessage(draftId: $draftId, message: $message) { level text } }';
  return (await graphql(query, { draftId, message })).lintMessage;
}

/** The commits that a draft could be split into. */
export async function findSplit(id) {
  const query = `query($id: ID!) { draft(id: $id) { split { message
    cluster { theme files { path hunks } insertions deletions } } } }`;
  return (await graphql(query, { id })).draft?.split ?? [];
}

/** @param {{message: string, clusters: number[], files: {path: string, hunks: number[]}[]}[]} parts first to last */
export async function splitDraft(draftId, parts, expectedVersion) {
  return mutate('splitDraft', 'SplitDraftInput', { draftId, parts, expectedVersion });
}

/** Says of findings that they are no secrets. */
export async function clearFindings(draftId, findings) {
  return mutate('clearFindings', 'ClearFindingsInput', { draftId, findings });
}

/** Asks a model for another message; it comes as a change of the draft. */
export async function redraft(draftId, instruction, expectedVersion) {
  return mutate('redraft', 'RedraftInput', { draftId, instruction, expectedVersion });
}

/** Messages to choose from; takes as long as a model does. */
export async function findCandidates(draftId) {
  const query = 'query($draftId: ID!) { candidates(draftId: $draftId) { message subject origin } }';
  return (await graphql(query, { draftId })).candidates;
}

export async function discard(draftId, reason, expectedVersion) {
  return mutate('discardDraft', 'DiscardDraftInput', { draftId, reason: reason || null, expectedVersion });
}

async function mutate(field, type, input) {
  const query = `mutation($input: ${type}!) { ${field}(input: $input) { draftId status version } }`;
  return (await graphql(query, { input }))[field];
}

/** The answer about a draft that was asked for before this script came: good once, and only if it is none to ask again for. */
async function begun(id) {
  const draft = window.comfortBegun?.draft;
  if (draft?.id !== id) {
    return null;
  }
  window.comfortBegun.draft = null;
  const response = await draft.answer;
  return response?.ok ? response : null;
}

/** @param {Promise<Response|null>} [asked] its response, where there is one already */
async function graphql(query, variables, asked) {
  const response = (await asked) ?? (await send('/graphql', { query, variables }, GRAPHQL));
  if (!(response.headers.get('content-type') ?? '').includes('graphql-response')) {
    if (!response.ok) {
      throw await problem(response);
    }
  }
  const answer = await response.json();
  if (answer.errors?.length) {
    throw failure(answer.errors[0]);
  }
  return answer.data;
}

/**
 * Follows a draft, or all drafts if `id` is null, until the returned function is called. A broken connection is made again;
 * one draft is then told as it stands, so nothing is missed.
 *
 * @param {(draft: object) => void} changed
 * @param {(connected: boolean) => void} connection
 */
export function follow(id, changed, connection) {
  const query = `subscription($id: ID) { draftChanged(id: $id) { ${id === null ? SUMMARY : WHOLE} } }`;
  const told = (data) => {
    if (id !== null) {
      remember(`draft/${id}`, data.draftChanged);
    }
    changed(data.draftChanged);
  };
  return subscribe(query, { id }, told, connection);
}

/**
 * Follows the subject of a message while a model writes it, until the returned function is called.
 *
 * @param {(subject: string) => void} grown
 */
export function followWriting(id, grown) {
  const query = 'subscription($id: ID!) { draftProgress(id: $id) { subject } }';
  return subscribe(query, { id }, (data) => grown(data.draftProgress.subject), () => {});
}

function subscribe(query, variables, told, connection) {
  const end = new AbortController();
  run().catch(() => connection(false));
  return () => end.abort();

  async function run() {
    let wait = 500;
    while (!end.signal.aborted) {
      try {
        const response = await send('/graphql', { query, variables }, 'text/event-stream', end.signal);
        if (!response.ok) {
          throw await problem(response);
        }
        connection(true);
        wait = 500;
        for await (const answer of events(response.body)) {
          if (answer.errors?.length) {
            throw failure(answer.errors[0]);
          }
          told(answer.data);
        }
      } catch (error) {
        if (end.signal.aborted || error.code === 'UNAUTHENTICATED' || error.code === 'DRAFT_NOT_FOUND') {
          return;
        }
      }
      connection(false);
      await pause(wait, end.signal);
      wait = Math.min(wait * 2, 15_000);
    }
  }
}

/** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html, as far as GraphQL needs them. */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    buffer += value;
    let end;
    while ((end = buffer.indexOf('\n\n')) >= 0) {
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      if (data.length > 0 && lines.some((line) => line.replace(' ', '') === 'event:next')) {
        yield JSON.parse(data.join('\n'));
      }
    }
  }
}

/** Sends a request, and once more with a renewed session where that was over. */
export async function send(path, body, accept, signal, method = 'POST') {
  const sent = Date.now();
  const response = await ask(path, body, accept, signal, method);
  return response.status === 401 && (await renewed(sent)) ? ask(path, body, accept, signal, method) : response;
}

let renewing = null;

/**
 * Renews the session, once for all requests of all tabs that find it over: what renews it is good once, and if two came
 * with the same the server would have to take one for a thief.
 *
 * @param {number} sent when the request was sent that was refused
 */
function renewed(sent) {
  renewing ??= (navigator.locks ? navigator.locks.request('comfort-session', () => renew(sent)) : renew(sent)).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renew(sent) {
  if (Number(localStorage.getItem('comfort-renewed') ?? 0) > sent || (await answeredLate())) {
    return true; // another tab was faster, or the page before this one
  }
  localStorage.setItem(BEGUN, String(Date.now()));
  const response = await ask('/api/sessions/renewals', {}, 'application/json', undefined, 'POST', true);
  localStorage.removeItem(BEGUN);
  if (response.ok) {
    localStorage.setItem('comfort-renewed', String(Date.now()));
  }
  return response.ok;
}

/** Waits for the session that a page asked for and was left before it came: the browser takes it all the same. */
async function answeredLate() {
  while (navigator.onLine && Date.now() - Number(localStorage.getItem(BEGUN) ?? 0) < ANSWERED_WITHIN) {
    if ((await ask('/graphql', { query: '{ __typename }' }, 'application/json')).ok) {
      localStorage.removeItem(BEGUN);
      return true;
    }
    await pause(200);
  }
  return false;
}

/** @param {boolean} [keepalive] whether it goes on when the page is left */
async function ask(path, body, accept, signal, method = 'POST', keepalive = false) {
  try {
    return await request(path, body, accept, language(), { method, signal, keepalive });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Failure('OFFLINE', '');
  }
}

async function problem(response) {
  try {
    const { code, detail, ...rest } = await response.json();
    return new Failure(code ?? 'INTERNAL', detail ?? '', rest);
  } catch {
    return new Failure(response.status === 401 ? 'UNAUTHENTICATED' : 'INTERNAL', '');
  }
}

function failure(error) {
  return new Failure(error.extensions?.code ?? 'INTERNAL', error.message, error.extensions ?? {});
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const now = () => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', now, { once: true });
    window.addEventListener('online', now, { once: true });
  });
}
