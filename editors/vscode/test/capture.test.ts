import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { capture, sendWaiting, Surroundings } from '../src/capture/capture';
import { Failure } from '../src/capture/failure';
import { RecordingServer } from './recording-server';
import { Repository } from './repository';

let repository: Repository;
let server: RecordingServer;
let around: Surroundings;

beforeEach(async () => {
  repository = Repository.create();
  server = await RecordingServer.start();
  around = surroundings(server);
});

afterEach(async () => {
  await server.stop();
  repository.dispose();
});

function surroundings(at: Pick<RecordingServer, 'environment'>): Surroundings {
  return { environment: { ...repository.environment, ...at.environment }, language: 'en', now: Date.now };
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (thrown) {
    assert.ok(thrown instanceof Failure, String(thrown));
    return thrown;
  }
  return assert.fail('it was not refused');
}

test('everything that is not ignored is captured, and the desk stays as it was', async () => {
  repository.write('.gitignore', 'ignored/\n');
  repository.write('.gitattributes', '*.txt text eol=crlf\n');
  repository.commit('chore: attributes');
  repository.write('src/order.ts', 'export const total = 2;\n');
  repository.write('src/새 파일.txt', 'crlf\r\n');
  repository.write('logo.bin', Buffer.from([0, 1, 2, 255]));
  repository.write('ignored/secret', 'no\n');
  fs.chmodSync(path.join(repository.root, 'run.sh'), 0o755);
  fs.symlinkSync('run.sh', path.join(repository.root, 'link'));
  const expected = repository.expectedTree();
  const before = repository.state();

  const outcome = await capture(repository.root, around);

  assert.equal(outcome.status, 'CAPTURED');
  assert.deepEqual(repository.state(), before);
  const [taken] = server.taken;
  assert.equal(taken.tree, expected);
  assert.equal(taken.order.base, repository.git('rev-parse', 'HEAD'));
  assert.equal(taken.order.mode, 'WORK_TREE');
  assert.equal(taken.order.branch, 'main');
  assert.deepEqual(taken.order.author, { name: '김작가', email: 'author@example.com' });
});

test('only what is staged is captured where something is', async () => {
  repository.write('staged.txt', 'staged\n');
  repository.git('add', 'staged.txt');
  const expected = repository.git('write-tree');
  repository.write('run.sh', '#!/bin/sh\nnot staged\n');

  await capture(repository.root, around);

  assert.equal(server.taken[0].order.mode, 'INDEX');
  assert.equal(server.taken[0].tree, expected);
});

test('nothing is sent where nothing differs', async () => {
  assert.equal((await capture(repository.root, around)).status, 'NO_CHANGE');
  fs.utimesSync(path.join(repository.root, 'run.sh'), new Date(), new Date());
  assert.equal((await capture(repository.root, around)).status, 'NO_CHANGE');
  assert.equal(server.uploads, 0);
});

test('the first commit of an empty repository is captured', async () => {
  repository.remove('.git');
  repository.git('init', '-q', '-b', 'main');
  repository.git('config', 'user.name', 'A');
  repository.git('config', 'user.email', 'a@example.com');
  repository.git('remote', 'add', 'origin', repository.origin);

  await capture(repository.root, around);

  assert.equal(server.taken[0].order.base, null);
  assert.deepEqual(server.taken[0].prerequisites, []);
});

test('what the server has is not sent again, also of the capture before', async () => {
  repository.write('one.txt', 'one\n');
  await capture(repository.root, around);
  repository.write('two.txt', 'two\n');
  await capture(repository.root, around);

  const [first, second] = server.taken;
  assert.deepEqual(first.prerequisites, [first.order.base]);
  assert.deepEqual(second.prerequisites, [second.order.base, first.order.snapshot]);
  assert.equal(second.order.lane, first.order.lane);
});

test('a linked work tree is a lane of its own', async () => {
  repository.git('worktree', 'add', '-q', '-b', 'other', path.join(repository.folder, 'other'));
  fs.writeFileSync(path.join(repository.folder, 'other', 'new.txt'), 'new\n');
  repository.write('new.txt', 'new\n');
  await capture(repository.root, around);
  await capture(path.join(repository.folder, 'other'), around);

  const [one, other] = server.taken.map(({ order }) => order);
  assert.equal(other.branch, 'other');
  assert.notEqual(one.lane, other.lane);
});

const refusals: [name: string, code: string, prepare: () => void][] = [
  ['a detached HEAD', 'DETACHED_HEAD', () => repository.git('checkout', '-q', '--detach')],
  ['a repository without a remote', 'NO_REMOTE', () => repository.git('remote', 'remove', 'origin')],
  ['an author whom git does not know', 'NO_IDENTITY', () => repository.git('config', '--unset', 'user.email')],
  ['a remote with a password', 'REMOTE_HAS_PASSWORD', () => repository.git('remote', 'set-url', 'origin', 'https://me:pw@example.com/r')],
  ['marks that a merge left', 'CONFLICT_MARKERS', () => repository.write('m.txt', '<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n')],
  ['a merge', 'MERGE_IN_PROGRESS', () => conflict('merge')],
  ['a rebase', 'REBASE_IN_PROGRESS', () => conflict('rebase')],
  ['a cherry-pick', 'CHERRY_PICK_IN_PROGRESS', () => conflict('cherry-pick')],
  ['a repository inside of this one', 'NESTED_REPOSITORY', nestedRepository],
];

function conflict(operation: string): void {
  repository.git('stash', '-q', '-u');
  repository.git('checkout', '-q', '-b', 'theirs');
  repository.write('run.sh', 'theirs\n');
  repository.commit('theirs');
  repository.git('checkout', '-q', 'main');
  repository.write('run.sh', 'ours\n');
  repository.commit('ours');
  assert.throws(() => repository.git(operation, 'theirs'));
}

function nestedRepository(): void {
  const nested = path.join(repository.root, 'nested');
  repository.git('init', '-q', nested);
  repository.gitIn(nested, '-c', 'user.name=n', '-c', 'user.email=n@n', 'commit', '-q', '--allow-empty', '-m', 'n');
}

for (const [name, code, prepare] of refusals) {
  test(`${name} is refused with reason and advice in both languages, and nothing is kept`, async () => {
    repository.write('changed.txt', 'changed\n');
    prepare();
    const before = repository.state();

    const failure = await failureOf(capture(repository.root, around));

    assert.equal(failure.code, code);
    for (const language of ['en', 'ko'] as const) {
      assert.notEqual(failure.sentence(language), code);
      assert.notEqual(failure.advice(language), '');
      assert.doesNotMatch(failure.sentence(language), /\{\d\}/);
    }
    assert.match(failure.sentence('ko'), /[가-힣]/);
    assert.deepEqual(repository.state(), before);
    assert.equal(server.uploads, 0);
    assert.deepEqual(leftovers(), []);
  });
}

/** Objects and notes that a capture left in the repository. */
function leftovers(): string[] {
  const folder = path.join(repository.root, '.git', 'comfort');
  return ['objects', 'spool', 'lanes'].flatMap((each) =>
    fs.existsSync(path.join(folder, each)) ? fs.readdirSync(path.join(folder, each)) : [],
  );
}

test('what the server refuses is told in its own words and not sent again', async () => {
  server.beforeTaking = (response) => {
    server.problem(response, 413, 'TOO_LARGE', 'over 100 MB');
    return true;
  };
  repository.write('big.txt', 'big\n');

  const failure = await failureOf(capture(repository.root, around));

  assert.equal(failure.code, 'TOO_LARGE');
  assert.equal(failure.sentence('en'), 'over 100 MB');
  assert.match(failure.advice('en'), /Git LFS/);
  assert.deepEqual(leftovers(), []);
});

test('the server is the one that the desk was paired with, else the one that runs for the same user', async () => {
  const folder = path.join(repository.folder, 'home', 'config', 'comfort-commit');
  fs.mkdirSync(folder, { recursive: true });
  const write = (file: string, url: string, token: string): void =>
    fs.writeFileSync(path.join(folder, file), JSON.stringify({ url, token }));
  repository.write('new.txt', 'new\n');
  const alone = { ...around, environment: repository.environment };

  write('pairing.json', server.url, server.environment.COMFORT_TOKEN);
  assert.equal((await capture(repository.root, alone)).status, 'CAPTURED');
  write('paired.json', 'http://127.0.0.1:9', 'another');
  assert.equal((await capture(repository.root, alone)).status, 'SPOOLED');
  write('paired.json', server.url, server.environment.COMFORT_TOKEN);
  assert.equal((await capture(repository.root, alone)).status, 'CAPTURED');
});

test('code that must not come to the server is not sent, and what to do is said', async () => {
  server.push = 'agent';
  repository.write('secret.txt', 'not for servers\n');

  const outcome = await capture(repository.root, around);

  const because = outcome.status === 'SPOOLED' ? outcome.because : undefined;
  assert.equal(because?.code, 'AGENT_ONLY');
  assert.match(because.sentence('en'), /must not/);
  assert.match(because.advice('ko'), /comfort capture/);
  assert.equal(server.uploads, 0);
});

test('where the author has the commits made here, nothing is asked of the server either', async () => {
  repository.git('config', 'comfort.push', 'Agent');
  repository.write('secret.txt', 'not for servers\n');

  const outcome = await capture(repository.root, around);

  assert.equal(outcome.status === 'SPOOLED' && outcome.because?.code, 'AGENT_ONLY');
  assert.equal(server.requests, 0);
  const spool = path.join(repository.root, '.git', 'comfort', 'spool');
  const [name] = fs.readdirSync(spool).filter((each) => each.endsWith('.json'));
  assert.equal(JSON.parse(fs.readFileSync(path.join(spool, name), 'utf8')).agent, true);
});

test('what waits for an agent on one branch keeps no other branch waiting', async () => {
  repository.git('config', 'comfort.push', 'agent');
  repository.write('secret.txt', 'not for servers\n');
  assert.equal((await capture(repository.root, around)).status, 'SPOOLED');
  repository.git('config', '--unset', 'comfort.push');
  repository.git('checkout', '--quiet', '-b', 'another');
  repository.write('open.txt', 'for servers\n');
  await capture(repository.root, around);

  assert.equal(server.uploads, 1);
  assert.equal(server.taken[0].order.branch, 'another');
  const left = await sendWaiting(repository.root, around);
  assert.equal(left.waiting, 1);
  assert.equal(left.stopped?.code, 'AGENT_ONLY');
});

test('what the command line keeps for an agent is neither sent nor lost', async () => {
  const port = server.port;
  await server.stop();
  repository.write('new.txt', 'new\n');
  await capture(repository.root, around);
  const spool = path.join(repository.root, '.git', 'comfort', 'spool');
  const [file] = fs.readdirSync(spool).map((name) => path.join(spool, name));
  fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), agent: true }));
  server = await RecordingServer.start(port);

  const delivery = await sendWaiting(repository.root, around);

  assert.equal(delivery.stopped?.code, 'AGENT_ONLY');
  assert.equal(delivery.waiting, 1);
  assert.equal(server.requests, 0);
});

test('what is captured while the server is stopped is kept, and sent when it runs again', async () => {
  const folder = path.join(repository.folder, 'home', 'config', 'comfort-commit');
  fs.mkdirSync(folder, { recursive: true });
  const stopped = path.join(folder, 'stopped.json');
  fs.writeFileSync(stopped, JSON.stringify({ url: server.url }));
  around = { ...around, environment: repository.environment };
  repository.write('one.txt', 'one\n');

  const told = await run('--lang', 'ko');
  assert.equal(told.exit, 0);
  assert.equal(told.line.status, 'SPOOLED');
  assert.equal(told.line.because.code, 'SERVER_STOPPED');
  assert.match(told.line.because.message, /중지/);
  repository.write('two.txt', 'two\n');
  const again = await capture(repository.root, around);
  assert.equal(again.status === 'SPOOLED' && again.left, 2);
  assert.equal((await sendWaiting(repository.root, around)).stopped?.code, 'SERVER_STOPPED');
  assert.equal(server.uploads, 0);

  fs.rmSync(stopped);
  const { COMFORT_TOKEN: token } = server.environment;
  fs.writeFileSync(path.join(folder, 'pairing.json'), JSON.stringify({ url: server.url, token }));
  const delivery = await sendWaiting(repository.root, around);

  assert.equal(delivery.sent.size, 2);
  assert.equal(server.taken[1].tree, repository.expectedTree());
});

test('nothing is kept for a server that was stopped a month ago', async () => {
  const folder = path.join(repository.folder, 'home', 'config', 'comfort-commit');
  fs.mkdirSync(folder, { recursive: true });
  const stopped = path.join(folder, 'stopped.json');
  fs.writeFileSync(stopped, JSON.stringify({ url: server.url }));
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  around = { ...around, environment: repository.environment };
  repository.write('one.txt', 'one\n');

  fs.utimesSync(stopped, daysAgo(29), daysAgo(29));
  assert.equal((await capture(repository.root, around)).status, 'SPOOLED');
  repository.write('two.txt', 'two\n');
  fs.utimesSync(stopped, daysAgo(31), daysAgo(31));

  assert.equal((await failureOf(capture(repository.root, around))).code, 'NO_SERVER');
  assert.equal(fs.readdirSync(path.join(repository.root, '.git', 'comfort', 'spool')).length, 1);
});

test('without any server nothing is kept', async () => {
  repository.write('new.txt', 'new\n');
  const failure = await failureOf(capture(repository.root, { ...around, environment: repository.environment }));
  assert.equal(failure.code, 'NO_SERVER');
  assert.deepEqual(leftovers(), []);
});

test('twenty captures without a server all arrive, in order, once', async () => {
  const port = server.port;
  await server.stop();
  const trees: string[] = [];
  for (let i = 0; i < 20; i++) {
    repository.write('counter.txt', `${i}\n`);
    trees.push(repository.expectedTree());
    const outcome = await capture(repository.root, around);
    assert.equal(outcome.status, 'SPOOLED');
  }
  server = await RecordingServer.start(port);

  const delivery = await sendWaiting(repository.root, around);

  assert.equal(delivery.sent.size, 20);
  assert.deepEqual(server.taken.map(({ tree }) => tree), trees);
  assert.equal((await sendWaiting(repository.root, around)).sent.size, 0);
  assert.equal(server.uploads, 20);
});

test('a capture takes along what waited', async () => {
  const port = server.port;
  await server.stop();
  repository.write('one.txt', 'one\n');
  await capture(repository.root, around);
  server = await RecordingServer.start(port);
  repository.write('two.txt', 'two\n');

  await capture(repository.root, around);

  assert.equal(server.taken.length, 2);
  assert.equal(server.taken[1].tree, repository.expectedTree());
});

test('a capture whose answer got lost is the same capture when it is sent again', async () => {
  server.afterTaking = (response) => {
    response.destroy();
    return true;
  };
  repository.write('new.txt', 'new\n');
  assert.equal((await capture(repository.root, around)).status, 'SPOOLED');
  server.afterTaking = () => false;

  await sendWaiting(repository.root, around);

  assert.equal(server.uploads, 2);
  assert.equal(server.taken.length, 1);
});

test('a bundle that the server lacks objects for is sent whole', async () => {
  let first = true;
  server.beforeTaking = (response) => {
    const refuse = first;
    first = false;
    if (refuse) {
      server.problem(response, 422, 'MISSING_OBJECTS', 'gone');
    }
    return refuse;
  };
  repository.write('new.txt', 'new\n');
  assert.equal((await capture(repository.root, around)).status, 'CAPTURED');
  assert.deepEqual(server.taken[0].prerequisites, []);
});

test('what was captured before is not captured again by itself, but on demand', async () => {
  repository.write('new.txt', 'new\n');
  await capture(repository.root, around, true);
  assert.equal((await capture(repository.root, around, true)).status, 'CAPTURED_BEFORE');
  assert.equal(server.taken.length, 1);
  await capture(repository.root, around);
  assert.equal(server.taken.length, 2);
  repository.write('new.txt', 'newer\n');
  assert.equal((await capture(repository.root, around, true)).status, 'CAPTURED');
});

test('captures at the same time all arrive, once', async () => {
  repository.write('new.txt', 'new\n');
  const outcomes = await Promise.all([1, 2, 3].map(() => capture(repository.root, around)));
  assert.deepEqual(outcomes.map(({ status }) => status), ['CAPTURED', 'CAPTURED', 'CAPTURED']);
  assert.equal(server.uploads, 3);
});

test('a process that is killed while it sends leaves the capture to the next one', async () => {
  repository.write('new.txt', 'new\n');
  const child = spawn(process.execPath, ['dist/capture.js', repository.root], {
    env: { ...around.environment } as NodeJS.ProcessEnv,
    stdio: 'ignore',
  });
  const killed = new Promise((resolve) => child.once('exit', resolve));
  server.beforeTaking = () => {
    child.kill('SIGKILL');
    return true;
  };
  await killed;
  server.beforeTaking = () => false;

  const delivery = await sendWaiting(repository.root, around);

  assert.equal(delivery.sent.size, 1);
  assert.equal(server.taken[0].tree, repository.expectedTree());
});

test('the process tells what it did in one line and by its exit code', async () => {
  repository.write('new.txt', 'new\n');
  const captured = await run();
  assert.equal(captured.exit, 0);
  assert.equal(captured.line.draftId, server.taken[0].draftId);
  repository.git('checkout', '-q', '--detach');
  const refused = await run('--lang', 'ko');
  assert.equal(refused.exit, 4);
  assert.equal(refused.line.error.code, 'DETACHED_HEAD');
  assert.match(refused.line.error.message, /[가-힣]/);
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function run(...options: string[]): Promise<{ exit: number; line: any }> {
  const child = spawn(process.execPath, ['dist/capture.js', ...options, repository.root], {
    env: { ...around.environment } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const exit = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  return { exit, line: JSON.parse(out) };
}

test('generated changes are captured as git itself would add them', async () => {
  const seed = Number(process.env.COMFORT_TEST_SEED ?? 20_261_123);
  console.log(`seed ${seed}`);
  const random = generator(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const names = ['a.txt', 'b/c.txt', 'b/d d.txt', '한글/파일.md', 'é.txt', 'x.crlf', '-dash', 'run.sh', 'src/order.ts'];
  repository.write('.gitattributes', '*.crlf text eol=crlf\n');
  repository.commit('chore: attributes');
  for (let round = 0; round < 25; round++) {
    for (let edit = 0; edit < 4; edit++) {
      const name = pick(names);
      const at = path.join(repository.root, name);
      const exists = fs.lstatSync(at, { throwIfNoEntry: false });
      switch (pick(['write', 'write', 'remove', 'mode', 'link', 'stage', 'commit'])) {
        case 'write':
          fs.rmSync(at, { force: true });
          repository.write(name, pick(['one\n', 'two\r\n', '', `${round}\n`.repeat(round + 1)]));
          break;
        case 'remove':
          fs.rmSync(at, { force: true });
          break;
        case 'mode':
          if (exists?.isFile()) {
            fs.chmodSync(at, pick([0o644, 0o755]));
          }
          break;
        case 'link':
          if (!exists) {
            fs.mkdirSync(path.dirname(at), { recursive: true });
            fs.symlinkSync(pick(['run.sh', 'nowhere', 'nowhere/else']), at);
          }
          break;
        case 'stage':
          repository.git('add', '-A');
          break;
        case 'commit':
          if (repository.git('status', '--porcelain') !== '') {
            repository.commit(`round ${round}`);
          }
          break;
      }
    }
    const staged = repository.git('diff', '--cached', '--name-only') !== '';
    const expected = staged ? repository.git('write-tree') : repository.expectedTree();
    const before = repository.state();
    const outcome = await capture(repository.root, around);
    assert.deepEqual(repository.state(), before, `round ${round}`);
    if (outcome.status === 'NO_CHANGE') {
      assert.equal(expected, repository.git('rev-parse', 'HEAD^{tree}'), `round ${round}`);
    } else {
      assert.equal(server.taken.at(-1)!.tree, expected, `round ${round}`);
    }
  }
  assert.ok(server.taken.length > 10);
});

/** Mulberry32: small, and the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
