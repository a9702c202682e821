import * as fs from 'node:fs';
import * as path from 'node:path';
import { authorOf } from './author';
import { writeBundle } from './bundle';
import { Desk, readDesk } from './desk';
import { Failure, Language } from './failure';
import { Environment, Git } from './git';
import { laneOf } from './lane';
import { lfsObjects, uploadLfs } from './lfs';
import { findServer } from './location';
import { negotiate, Negotiation } from './negotiation';
import { checkLinks, checkState } from './refusals';
import { remoteOf } from './remote';
import { Server } from './server';
import { Snapshots, Waiting } from './snapshots';
import { takeSnapshot } from './snapshot';

const CLIENT = 'comfort-vscode/0.1.0';
/** Captures of a lane that are remembered before those that came to their end are asked for. */
const MANY = 4;
/** How long another process may be sending before a capture is left to it. */
const SENDING_MILLIS = 60_000;

export interface Surroundings {
  readonly environment: Environment;
  readonly language: Language;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type Outcome =
  | { readonly status: 'NO_CHANGE' }
  /** Captured before, as it is now. */
  | { readonly status: 'CAPTURED_BEFORE' }
  | { readonly status: 'CAPTURED'; readonly waiting: Waiting; readonly draftId: string }
  /** Safe on this disk, and sent with the next capture or by `sendWaiting`; `left` is how many wait in all. */
  | {
      readonly status: 'SPOOLED';
      readonly waiting: Waiting;
      readonly left: number;
      readonly because: Failure | undefined;
    };

/**
 * Takes the change of a work tree and brings it to the server. It is on this disk before it is sent, so that nothing is lost
 * where the server can't be reached or this process is killed.
 *
 * @param automatic nobody asked for it: what was captured before is not captured again, which would replace its draft
 * @throws Failure if the desk can't be captured, or the server does not take it
 */
export async function capture(folder: string, around: Surroundings, automatic = false): Promise<Outcome> {
  const desk = await readDesk(folder, around.environment);
  await checkState(desk);
  if (desk.changes.length === 0) {
    return { status: 'NO_CHANGE' };
  }
  await checkLinks(desk);
  const server = serverFor(around);
  const snapshots = new Snapshots(desk, around.now);
  const captureId = snapshots.nextId();
  snapshots.newObjects(captureId);
  let kept = false;
  try {
    const waiting = await take(desk, around, snapshots, captureId);
    if (!waiting) {
      return { status: 'NO_CHANGE' };
    }
    if (automatic && (await isCapturedAlready(desk.git, snapshots, waiting))) {
      return { status: 'CAPTURED_BEFORE' };
    }
    await snapshots.spool(waiting);
    kept = true;
    return outcome(waiting, await send(server, desk.git, snapshots), snapshots);
  } finally {
    if (!kept) {
      snapshots.unspool(captureId, false);
    }
  }
}

/** What became of captures that waited. */
export interface Delivery {
  /** Draft ids by capture id. */
  readonly sent: ReadonlyMap<string, string>;
  /** By capture id; the server won't ever take these. */
  readonly refused: ReadonlyMap<string, Failure>;
  /** Why the others wait on, if it is known. */
  readonly stopped: Failure | undefined;
  /** How many wait on. */
  readonly waiting: number;
}

/** Sends what waits in a repository, oldest first. */
export async function sendWaiting(folder: string, around: Surroundings): Promise<Delivery> {
  const desk = await readDesk(folder, around.environment);
  const snapshots = new Snapshots(desk, around.now);
  if (snapshots.waiting().length === 0) {
    return { sent: new Map(), refused: new Map(), stopped: undefined, waiting: 0 };
  }
  return send(serverFor(around), desk.git, snapshots);
}

/**
 * The server; or that it was stopped, and then it may come back.
 *
 * @throws Failure where none is known: without one to ever send it to there is no reason to keep a capture
 */
function serverFor(around: Surroundings): Server | Failure {
  try {
    return new Server(findServer(around.environment), around.language);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.code === 'SERVER_STOPPED') {
      return failure;
    }
    throw failure;
  }
}

function outcome(waiting: Waiting, delivery: Delivery, snapshots: Snapshots): Outcome {
  const refusal = delivery.refused.get(waiting.captureId);
  if (refusal) {
    throw refusal;
  }
  const draftId = delivery.sent.get(waiting.captureId) ?? snapshots.draftOf(waiting);
  return draftId === undefined
    ? { status: 'SPOOLED', waiting, left: delivery.waiting, because: delivery.stopped }
    : { status: 'CAPTURED', waiting, draftId };
}

async function take(
  desk: Desk,
  around: Surroundings,
  snapshots: Snapshots,
  captureId: string,
): Promise<Waiting | undefined> {
  const temporary = snapshots.temporaryFolder();
  try {
    const author = await authorOf(desk.git);
    const git = snapshots.writing(desk.git, captureId);
    const snapshot = await takeSnapshot(desk, author, git, path.join(temporary, 'index'), around.now());
    if (!snapshot) {
      return undefined;
    }
    const remote = await remoteOf(desk);
    const lfs = await lfsObjects(desk, git, snapshot.commit);
    return {
      captureId,
      lane: laneOf(desk, around.environment),
      snapshot: snapshot.commit,
      tree: snapshot.tree,
      base: desk.head ?? null,
      branch: remote.branch,
      mode: snapshot.mode,
      author,
      capturedAt: new Date(snapshot.second * 1000).toISOString(),
      client: CLIENT,
      remote: { name: remote.name, url: remote.url, defaultBranch: remote.defaultBranch },
      ...(lfs.length === 0 ? {} : { lfs }),
      ...(desk.config.value('comfort.push')?.toLowerCase() === 'agent' ? { agent: true } : {}),
    };
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

async function isCapturedAlready(git: Git, snapshots: Snapshots, now: Waiting): Promise<boolean> {
  const waits = snapshots.waiting().findLast(({ lane }) => lane === now.lane);
  if (waits) {
    return waits.tree === now.tree && waits.base === now.base;
  }
  const last = snapshots.last(now.lane);
  if (!last || (last.base ?? null) !== now.base) {
    return false;
  }
  const tree = await snapshots.writing(git, last.captureId).run(['rev-parse', `${last.snapshot}^{tree}`]);
  return tree.ok && tree.text === now.tree;
}

async function send(server: Server | Failure, git: Git, snapshots: Snapshots): Promise<Delivery> {
  const sent = new Map<string, string>();
  const refused = new Map<string, Failure>();
  if (server instanceof Failure) {
    return { sent, refused, stopped: server, waiting: snapshots.waiting().length };
  }
  const lanes = new Set<string>();
  const leftToCli = new Set<string>();
  let stopped: Failure | undefined;
  await snapshots.sending(async (held) => {
    for (const waiting of snapshots.waiting()) {
      if (leftToCli.has(waiting.lane)) {
        continue;
      }
      held.renew();
      const { captureId, lane, snapshot, base } = waiting;
      try {
        // Where a process was killed in between, the server has it and only this note is left.
        const draftId = snapshots.draftOf(waiting) ?? (await sendOne(server, git, snapshots, waiting));
        await snapshots.append(lane, { draftId, captureId, snapshot, ...(base === null ? {} : { base }) });
        snapshots.unspool(captureId, true);
        sent.set(captureId, draftId);
        lanes.add(lane);
      } catch (thrown) {
        const failure = Failure.from(thrown);
        if (failure.passing && (await isReadable(git, snapshots, waiting))) {
          stopped = failure;
          if (failure.code === 'AGENT_ONLY') {
            // What comes after it in its lane keeps its place; other lanes do not wait for the command line.
            leftToCli.add(lane);
            continue;
          }
          break;
        }
        refused.set(captureId, failure);
        snapshots.unspool(captureId, false);
      }
    }
    for (const lane of lanes) {
      // Where the server does not answer this, it is asked another time.
      await forgetEnded(server, snapshots, lane).catch(() => undefined);
    }
  }, SENDING_MILLIS);
  return { sent, refused, stopped, waiting: snapshots.waiting().length };
}

/** Whether the snapshot can be bundled at all, another time. */
async function isReadable(git: Git, snapshots: Snapshots, waiting: Waiting): Promise<boolean> {
  return snapshots.writing(git, waiting.captureId).succeeds(['rev-list', '--count', waiting.snapshot]);
}

/** @throws Failure `AGENT_ONLY` where no code may be sent; it waits for the command line, which knows what to send instead */
async function sendOne(server: Server, git: Git, snapshots: Snapshots, waiting: Waiting): Promise<string> {
  if (waiting.agent) {
    // What may be told of it is an analysis; nothing but git is called here, and git makes none.
    throw Failure.of('AGENT_ONLY');
  }
  const last = snapshots.last(waiting.lane);
  const reading = snapshots.writing(git, waiting.captureId, last ? [last.captureId] : []);
  await uploadLfs(git, waiting);
  const negotiation = await negotiate(server, git, waiting, last);
  try {
    return await upload(server, reading, snapshots, waiting, negotiation);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.code !== 'MISSING_OBJECTS' || negotiation.prerequisites.length === 0) {
      throw failure;
    }
    return upload(server, reading, snapshots, waiting, { ...negotiation, prerequisites: [] });
  }
}

async function upload(
  server: Server,
  reading: Git,
  snapshots: Snapshots,
  waiting: Waiting,
  negotiation: Negotiation,
): Promise<string> {
  const temporary = snapshots.temporaryFolder();
  try {
    const bundle = path.join(temporary, 'bundle');
    await writeBundle(reading, waiting.snapshot, negotiation.prerequisites, bundle);
    return await server.capture(waiting, negotiation.repositoryId, bundle);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Forgets captures of a lane that no sync will ask for: those that ended without a push, and those that were pushed before
 * another one was.
 */
async function forgetEnded(server: Server, snapshots: Snapshots, lane: string): Promise<void> {
  const kept = snapshots.of(lane);
  if (kept.length <= MANY) {
    return;
  }
  const ended = new Set<string>();
  let laterPushed = false;
  for (const capture of kept.toReversed()) {
    const status = (await server.draft(capture.draftId))?.status;
    const pushed = status === 'PUSHED';
    if (status === 'DISCARDED' || status === 'EXPIRED' || status === 'SUPERSEDED' || (pushed && laterPushed)) {
      ended.add(capture.captureId);
    }
    laterPushed ||= pushed;
  }
  await snapshots.forget(lane, ended);
}
