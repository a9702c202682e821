import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { capture, sendWaiting, Surroundings } from '../src/capture/capture';
import { Repository } from '../test/repository';
import { eventually } from './eventually';
import { comfort, Line, Standalone } from './standalone';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'comfort-desk-'));
/** Nobody listens there. */
const NOWHERE = { COMFORT_URL: 'http://127.0.0.1:9', COMFORT_TOKEN: 'token' };
let server: Standalone;
let desk: Repository;

before(async () => {
  server = await Standalone.start(folder);
});

after(async () => {
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

beforeEach(() => {
  desk = Repository.create();
});

afterEach(() => desk.dispose());

/** Of the editor, at a server. */
function at(where: Record<string, string>): Surroundings {
  return { environment: { ...desk.environment, ...where }, language: 'en', now: Date.now };
}

/** The command line at a server. */
function cli(where: Record<string, string>, ...args: string[]): Line[] {
  const ran = comfort({ ...desk.environment, ...where, LC_ALL: 'C.UTF-8' }, ...args);
  assert.equal(ran.exit, 0, JSON.stringify(ran));
  return ran.lines;
}

async function status(draftId: unknown): Promise<string> {
  const query = 'query Draft($id: ID!) { draft(id: $id) { status } }';
  const answer = (await server.post('/graphql', { query, variables: { id: draftId } })) as {
    data: { draft: { status: string } | null };
  };
  return answer.data.draft?.status ?? 'unknown';
}

async function becomes(draftId: unknown, expected: string): Promise<void> {
  await eventually(`the draft becomes ${expected}`, () => status(draftId), (seen) => seen === expected);
}

function edit(content: string): string {
  desk.write('src/order.ts', `export const total = '${content}';\n`);
  return desk.expectedTree();
}

async function editorCaptures(where: Record<string, string>): Promise<string> {
  const outcome = await capture(desk.root, at(where));
  assert.notEqual(outcome.status, 'NO_CHANGE');
  return outcome.status === 'CAPTURED' ? outcome.draftId : outcome.status;
}

test('the editor and the command line capture at one desk, and sync knows what the editor captured', async () => {
  edit('by the editor');
  const first = await editorCaptures(server.environment);
  edit('by the command line');
  const [{ draftId: second }] = cli(server.environment, 'capture', '--repo', desk.root, '--wait');
  await becomes(first, 'SUPERSEDED');
  const tree = edit('by the editor again');
  const third = await editorCaptures(server.environment);
  await becomes(second, 'SUPERSEDED');
  await becomes(third, 'DRAFTED');

  cli(server.environment, 'approve', third, '--wait');
  const [synced] = cli(server.environment, 'sync', '--repo', desk.root);

  assert.equal(synced.status, 'MOVED');
  assert.equal(desk.git('status', '--porcelain'), '');
  assert.equal(desk.git('rev-parse', 'HEAD^{tree}'), tree);
  assert.equal(desk.git('rev-parse', 'HEAD'), desk.gitIn(desk.origin, 'rev-parse', 'main'));
});

test('what one of them could not send the other sends, in order, once', async () => {
  edit('one');
  assert.equal(await editorCaptures(NOWHERE), 'SPOOLED');
  edit('two');
  assert.equal(cli(NOWHERE, 'capture', '--repo', desk.root).at(-1)?.status, 'SPOOLED');
  edit('three');
  assert.equal(await editorCaptures(NOWHERE), 'SPOOLED');
  const waiting = cli(NOWHERE, 'spool', 'list', '--repo', desk.root);
  assert.equal(waiting.length, 3);
  assert.equal(new Set(waiting.map(({ lane }) => lane)).size, 1);

  const sent = cli(server.environment, 'spool', 'send', '--repo', desk.root);

  assert.deepEqual(sent.map(({ captureId }) => captureId), waiting.map(({ captureId }) => captureId));
  await becomes(sent[0].draftId, 'SUPERSEDED');
  await becomes(sent[1].draftId, 'SUPERSEDED');
  await becomes(sent[2].draftId, 'DRAFTED');
  assert.equal((await sendWaiting(desk.root, at(server.environment))).sent.size, 0);

  edit('four');
  const four = cli(NOWHERE, 'capture', '--repo', desk.root).at(-1)!;
  edit('five');
  assert.equal(await editorCaptures(NOWHERE), 'SPOOLED');

  const delivery = await sendWaiting(desk.root, at(server.environment));

  assert.equal([...delivery.sent.keys()][0], four.captureId);
  assert.equal(delivery.sent.size, 2);
  assert.deepEqual(cli(server.environment, 'spool', 'list', '--repo', desk.root), []);
  await becomes([...delivery.sent.values()][0], 'SUPERSEDED');
  await becomes([...delivery.sent.values()][1], 'DRAFTED');
});

test('what the command line captured is not captured again by a closing window', async () => {
  edit('once');
  cli(server.environment, 'capture', '--repo', desk.root);
  assert.equal((await capture(desk.root, at(server.environment), true)).status, 'CAPTURED_BEFORE');
  edit('twice');
  assert.equal(cli(NOWHERE, 'capture', '--repo', desk.root).at(-1)?.status, 'SPOOLED');
  assert.equal((await capture(desk.root, at(NOWHERE), true)).status, 'CAPTURED_BEFORE');
});
