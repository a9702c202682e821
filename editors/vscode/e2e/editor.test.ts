import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Repository } from '../test/repository';
import { eventually } from './eventually';
import { Editor, Window } from './editor';
import { Slack } from './slack';
import { Standalone } from './standalone';

const CODE_SERVER = process.env.COMFORT_TEST_CODE_SERVER ?? '';
const skip = missing();
if (skip) {
  assert.notEqual(process.env.COMFORT_TEST_REQUIRE, '1', skip);
  console.error(`\nTHE EXTENSION IS NOT TESTED IN A REAL EDITOR: ${skip}\n`);
}

function missing(): string | undefined {
  if (CODE_SERVER === '' || !fs.existsSync(CODE_SERVER)) {
    return 'there is no VS Code server; make one and name it: COMFORT_TEST_CODE_SERVER=$(.ci/code-server)';
  }
  return fs.existsSync('/usr/bin/chromium') ? undefined : 'there is no /usr/bin/chromium (apt-get install -y chromium)';
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'comfort-editor-'));
const vsix = path.resolve('comfort-commit-0.1.0.vsix');
const repositories: Repository[] = [];
const options = { skip, timeout: 300_000 };
/** How often a window is closed for a figure. */
const CLOSINGS = 7;
let server: Standalone;
let slack: Slack;
let editor: Editor;
let window: Window | undefined;

before(async () => {
  if (!skip) {
    slack = await Slack.start();
    const token = path.join(folder, 'bot-token');
    fs.writeFileSync(token, 'xoxb-of-the-test');
    const settings = { COMFORT_NOTIFICATIONS_SLACK_BOTTOKEN: `file:${token}`, COMFORT_NOTIFICATIONS_SLACK_API: slack.api };
    [server, editor] = await Promise.all([Standalone.start(folder, settings), Editor.start(CODE_SERVER, folder, vsix)]);
  }
});

afterEach(async (context) => {
  await window?.screenshot(`end of ${context.name}`).catch(() => undefined);
  await window?.close();
  window = undefined;
});

after(async () => {
  await Promise.all([editor?.stop(), server?.stop()]);
  slack?.stop();
  repositories.forEach((each) => each.dispose());
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function repository(): Repository {
  const fresh = Repository.create();
  repositories.push(fresh);
  return fresh;
}

async function open(at: string, how?: { target?: 'folder' | 'workspace'; again?: Window }): Promise<Window> {
  window = await editor.open(at, how?.target ?? 'folder', how?.again);
  return window;
}

async function pairedIn(at: string, target: 'folder' | 'workspace' = 'folder'): Promise<Window> {
  const here = await open(at, { target });
  await here.trust(true);
  await here.command('Pair with a Server');
  await here.answer(/pairing link or code/, await server.pairingLink());
  await here.says(`Paired with ${server.url}`);
  return here;
}

interface Draft {
  readonly id: string;
  readonly branch: string;
  readonly status: string;
}

/** Those of a repository, newest first, as the owner sees them. */
async function drafts(of: Repository): Promise<Draft[]> {
  const query = '{ drafts(first: 50) { edges { node { id branch status } } } }';
  const answer = (await server.post('/graphql', { query })) as {
    data: { drafts: { edges: { node: Draft }[] } };
  };
  const branch = of.git('branch', '--show-current');
  return answer.data.drafts.edges.map(({ node }) => node).filter((draft) => draft.branch === branch);
}

/** So that drafts of one test are told from those of another. */
function onBranch(name: string): Repository {
  const fresh = repository();
  fresh.git('checkout', '-q', '-b', name);
  fresh.git('push', '-q', '-u', 'origin', name);
  return fresh;
}

test('an edited file becomes a pushed commit, and closing the window captures what came after', options, async () => {
  const desk = onBranch('story');
  let here = await open(desk.root);
  await here.trust(true);
  await here.command('Show Open Drafts');
  await here.says(/No server is known/);
  await here.screenshot('unpaired');
  await here.command('Pair with a Server');
  await here.answer(/pairing link or code/, await server.pairingLink());
  await here.says(`Paired with ${server.url}`);

  await here.append(desk.root, 'src/order.ts', 'export const discount = 10;');
  await here.command('Capture the Change Now');
  await here.status.getByText(/waits for your approval/).waitFor();
  const draft = here.draft(/waits for your approval/);
  await draft.waitFor();
  await here.screenshot('captured');

  await draft.hover();
  await draft.getByRole('button', { name: 'Open Draft on the Phone' }).click();
  const link = await here.phoneLink();
  await here.screenshot('phone');
  assert.match(link, new RegExp(`^${server.url}/d/[0-9a-f-]+#k=[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));

  await draft.hover();
  await draft.getByRole('button', { name: 'Approve Draft' }).click();
  await here.choose('Approve and push');
  await here.status.getByText(/on the remote/).waitFor();
  await here.tab(/Open on the phone/).waitFor({ state: 'detached' });
  await here.screenshot('pushed');
  assert.match(desk.gitIn(desk.origin, 'show', 'story:src/order.ts'), /discount = 10/);
  assert.notEqual(desk.gitIn(desk.origin, 'log', '-1', '--format=%s', 'story'), 'feat: begin');

  await here.append(desk.root, 'src/order.ts', '\nexport const late = true;');
  await here.close();
  await editor.closed(1);
  await eventually('the closed window is captured', () => drafts(desk), ([newest]) => newest.status === 'DRAFTED');

  // What the person said to the window before is remembered: trust, and the server.
  here = await open(desk.root, { again: here });
  await here.status.getByText(/waits for your approval/).waitFor();
  await here.command('Discard Draft');
  await here.pick(/waits for your approval/);
  await here.choose('Discard');
  await eventually('it is discarded', () => drafts(desk), ([newest]) => newest.status === 'DISCARDED');
});

test('closing a window waits for nothing, and its author is told', { skip, timeout: 600_000 }, async () => {
  const desk = onBranch('closings');
  const preferences = '{channels: [SLACK], language: "en", slackUser: "U012AB3CD", digestFrom: 0}';
  await server.post('/graphql', { query: `mutation { setNotificationPreferences(input: ${preferences}) { language } }` });
  let here = await pairedIn(desk.root);
  const delays: number[] = [];
  const told: number[] = [];
  for (let closing = 1; closing <= CLOSINGS; closing++) {
    await here.append(desk.root, 'src/order.ts', `\nexport const closing${closing} = true;`);
    const closed = performance.now();
    await here.close();
    delays.push(Number((await editor.closed(1))[1]));
    const [newest] = await eventually(
      'the closed window is captured',
      () => drafts(desk),
      (all) => all.length === closing && all[0].status === 'DRAFTED',
    );
    told.push((await slack.told(`/d/${newest.id}`)) - closed);
    here = await open(desk.root, { again: here });
    await here.status.getByText(/waits for your approval/).waitFor();
  }
  console.log(`closing the window was delayed by ${figures(delays)}; gate 100 ms`);
  console.log(`from closing the window to the call of Slack: ${figures(told)}; gate 2000 ms`);
});

/** The median in milliseconds, and what it is the median of. */
function figures(millis: number[]): string {
  const whole = millis.map(Math.round);
  const median = [...whole].sort((one, other) => one - other)[Math.floor(whole.length / 2)];
  return `${median} ms, median of ${whole.join(', ')}`;
}

test('a code alone pairs too, and a pause in editing is enough where the author wants it', options, async () => {
  const desk = onBranch('idle');
  desk.write('.vscode/settings.json', '{ "comfortCommit.idleMinutes": 0.01, "comfortCommit.captureOnClose": false }\n');
  desk.commit('chore: capture after a pause');
  desk.git('push', '-q');
  const here = await open(desk.root);
  await here.trust(true);
  await here.command('Pair with a Server');
  await here.answer(/pairing link or code/, (await server.pairingLink()).split('#k=')[1]);
  await here.answer(/Address of the server/, server.url);
  await here.says(`Paired with ${server.url}`);
  await here.append(desk.root, 'run.sh', 'echo paused\n');
  // The status may be of another desk's draft until this one's is there.
  await eventually('the pause is captured', () => drafts(desk), ([newest]) => newest?.status === 'DRAFTED');
  await here.status.getByText(/waits for your approval/).waitFor();
  await here.close();
  assert.equal((await editor.closed(0))[0], '0');
});

test('each folder of a workspace is captured, a linked work tree too', options, async () => {
  const [one, other] = [onBranch('first-folder'), onBranch('second-folder')];
  const linked = path.join(one.folder, 'linked');
  one.git('worktree', 'add', '-q', '-b', 'linked-folder', linked);
  const workspace = path.join(one.folder, 'all.code-workspace');
  const folders = [one.root, path.join(one.root, 'src'), other.root, linked].map((at) => ({ path: at }));
  fs.writeFileSync(workspace, JSON.stringify({ folders, settings: {} }));
  one.write('src/new.ts', 'export const one = 1;\n');
  other.write('src/new.ts', 'export const other = 2;\n');
  fs.writeFileSync(path.join(linked, 'new.ts'), 'export const linked = 3;\n');

  const here = await pairedIn(workspace, 'workspace');
  await here.command('Capture the Change Now');
  await here.command('Show Open Drafts');
  for (const branch of ['first-folder', 'second-folder', 'linked-folder']) {
    await here.draft(new RegExp(`${branch} · waits for your approval`)).waitFor();
  }
  await here.screenshot('workspace');
  assert.equal((await drafts(one)).length, 1);
});

test('a folder that is not trusted is not captured', options, async () => {
  const desk = onBranch('untrusted');
  desk.write('new.txt', 'new\n');
  const here = await open(desk.root);
  await here.trust(false);
  await here.typeCommand('Capture the Change Now');
  await here.offered('Forget the Server').waitFor();
  assert.equal(await here.offered('Capture the Change Now').count(), 0);
  await here.screenshot('untrusted');
  await here.close();
  await editor.closed(0);
  assert.ok(!fs.existsSync(path.join(desk.root, '.git', 'comfort')));
  assert.deepEqual(await drafts(desk), []);
});

test('what goes wrong is told in a notification that can be silenced for good', options, async () => {
  const desk = onBranch('refused');
  desk.write('new.txt', 'new\n');
  desk.git('checkout', '-q', '--detach');
  const here = await pairedIn(desk.root);
  await here.command('Capture the Change Now');
  const notification = here.notification(/HEAD/);
  await notification.waitFor();
  await here.screenshot('refused');
  await notification.getByRole('button', { name: "Don't show again" }).click();
  await notification.waitFor({ state: 'detached' });
  desk.git('checkout', '-q', 'refused');
  await here.command('Capture the Change Now');
  await here.status.getByText(/waits for your approval/).waitFor();
  desk.git('checkout', '-q', '--detach');
  // The refusal comes soon, and then it is over.
  await here.noteStatus();
  await here.command('Capture the Change Now');
  await here.saidInStatus('Capturing');
  await here.status.getByText(/waits for your approval/).waitFor();
  assert.equal(await notification.count(), 0);
});

test('a Korean editor speaks Korean', options, async () => {
  const desk = onBranch('korean');
  desk.write('새 파일.txt', '새 내용\n');
  const korean = await Editor.start(CODE_SERVER, path.join(folder, 'ko'), vsix, 'ko');
  try {
    const here = await korean.open(desk.root, 'folder');
    window = here;
    await here.trust(true);
    await here.command('열린 초안 보기');
    await here.says(/알려진 서버가 없습니다/);
    await here.command('서버와 연결');
    await here.answer('서버의 연결 링크나 연결 코드, 또는 서버 주소', await server.pairingLink());
    await here.says(`${server.url}와(과) 연결했습니다`);
    await here.command('지금 변경 캡처');
    await here.status.getByText(/승인 대기/).waitFor();
    await here.screenshot('captured');
    await here.draft(/korean · 승인 대기/).hover();
    await here.screenshot('hover');
    desk.git('checkout', '-q', '--detach');
    await here.command('지금 변경 캡처');
    await here.notification(/HEAD.*[가-힣]/).getByRole('button', { name: '다시 보지 않기' }).waitFor();
    await here.screenshot('refused');
  } finally {
    await korean.stop();
    window = undefined;
  }
});
