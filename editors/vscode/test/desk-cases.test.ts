import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { capture, Outcome, sendWaiting } from '../src/capture/capture';
import { Failure } from '../src/capture/failure';
import { RecordingServer } from './recording-server';
import { Repository } from './repository';

let repository: Repository;
let server: RecordingServer;

beforeEach(async () => {
  repository = Repository.create();
  server = await RecordingServer.start();
});

afterEach(async () => {
  await server.stop();
  repository.dispose();
});

function captureIn(folder: string, more: Record<string, string> = {}): Promise<Outcome> {
  const environment = { ...repository.environment, ...server.environment, ...more };
  return capture(folder, { environment, language: 'en', now: Date.now });
}

async function refused(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof Failure, String(thrown));
  return thrown.code;
}

/** A clone of the remote beside the repository, by the transport, since a local clone would be whole. */
function clone(name: string, ...options: string[]): string {
  repository.gitIn(repository.origin, 'config', 'uploadpack.allowFilter', 'true');
  const at = path.join(repository.folder, name);
  repository.git('clone', '-q', ...options, pathToFileURL(repository.origin).href, at);
  repository.gitIn(at, 'config', 'user.name', 'A');
  repository.gitIn(at, 'config', 'user.email', 'a@example.com');
  return at;
}

/** What `git add -A` and `git write-tree` make of a clone. */
function expectedTree(at: string): string {
  const index = path.join(repository.folder, 'expected-index');
  fs.copyFileSync(path.join(at, '.git', 'index'), index);
  const git = repository.with({ GIT_INDEX_FILE: index });
  git.gitIn(at, 'add', '-A');
  return git.gitIn(at, 'write-tree');
}

function someHistory(): void {
  for (const content of ['two', 'three', 'four']) {
    repository.write('src/order.ts', `export const total = '${content}';\n`);
    repository.write(`src/${content}.ts`, `${content}\n`.repeat(100));
    repository.commit(`feat: ${content}`);
  }
  repository.git('push', '-q');
}

test('a shallow clone is captured', async () => {
  someHistory();
  const shallow = clone('shallow', '--depth=1');
  fs.writeFileSync(path.join(shallow, 'new.txt'), 'new\n');

  await captureIn(shallow);

  assert.equal(server.taken[0].tree, expectedTree(shallow));
  assert.deepEqual(server.taken[0].prerequisites, [repository.git('rev-parse', 'HEAD')]);
});

test('a partial clone is captured, and fetches nothing of what it lacks', async () => {
  someHistory();
  const partial = clone('partial', '--filter=blob:none');
  const absent = (): number =>
    repository.gitIn(partial, 'rev-list', '--objects', '--all', '--missing=print').match(/^\?/gm)?.length ?? 0;
  const before = absent();
  assert.ok(before > 0, 'it is partial');
  fs.writeFileSync(path.join(partial, 'new.txt'), 'new\n');
  fs.rmSync(path.join(partial, 'run.sh'));

  await captureIn(partial);

  assert.equal(server.taken[0].tree, expectedTree(partial));
  assert.equal(absent(), before);
});

test('a sparse checkout loses nothing outside of it', async () => {
  someHistory();
  repository.git('sparse-checkout', 'set', '--no-cone', '/src/');
  repository.write('src/new.ts', 'new\n');
  repository.write('elsewhere/new.ts', 'new too\n');

  await captureIn(repository.root);

  const files = server.files(server.taken[0].tree);
  assert.ok(files.includes('run.sh'), 'what is outside is not taken for deleted');
  assert.ok(files.includes('src/new.ts') && files.includes('elsewhere/new.ts'));
});

test('a submodule is captured where its commit is pushed, and refused where it is only here', async () => {
  const library = path.join(repository.folder, 'library.git');
  repository.gitIn(repository.folder, 'clone', '-q', '--bare', repository.origin, library);
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'library');
  repository.commit('feat: use a library');
  repository.git('push', '-q');
  const inside = path.join(repository.root, 'library');
  const commit = (): string => {
    repository.gitIn(inside, '-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x');
    return repository.gitIn(inside, 'rev-parse', 'HEAD');
  };

  const moved = commit();
  assert.equal(await refused(captureIn(repository.root)), 'SUBMODULE_NOT_PUSHED');
  assert.equal(server.uploads, 0);
  repository.gitIn(inside, 'push', '-q', 'origin', 'HEAD:main');
  await captureIn(repository.root);
  assert.ok(server.files(server.taken[0].tree, true).includes(`160000 commit ${moved}\tlibrary`));

  fs.writeFileSync(path.join(inside, 'loose.txt'), 'its own business\n');
  await captureIn(repository.root);
  assert.equal(server.taken[1].tree, server.taken[0].tree);
});

test('a nested repository is no reason where it is ignored, or beside what is staged', async () => {
  const nested = path.join(repository.root, 'nested');
  repository.git('init', '-q', nested);
  repository.gitIn(nested, '-c', 'user.name=n', '-c', 'user.email=n@n', 'commit', '-q', '--allow-empty', '-m', 'n');
  repository.write('new.txt', 'new\n');
  assert.equal(await refused(captureIn(repository.root)), 'NESTED_REPOSITORY');
  repository.git('add', 'new.txt');
  await captureIn(repository.root);
  repository.git('reset', '-q');
  repository.write('.gitignore', 'nested/\n');
  await captureIn(repository.root);
  assert.ok(server.taken.every(({ tree }) => !server.files(tree, true).some((file) => file.startsWith('160000'))));
});

test('what is left unstaged stays at home, in the same file too', async () => {
  repository.write('src/order.ts', 'export const total = 2;\n');
  repository.git('add', 'src/order.ts');
  repository.write('src/order.ts', 'export const total = 3; // not yet\n');
  repository.write('loose.txt', 'not yet\n');
  const staged = repository.git('write-tree');

  await captureIn(repository.root);

  assert.equal(server.taken[0].tree, staged);
  assert.match(fs.readFileSync(path.join(repository.root, 'src/order.ts'), 'utf8'), /not yet/);
});

/** Stands in for the Git LFS client, which keeps the list of what it was told to upload. */
function lfs(exit: number): { PATH: string } {
  const bin = path.join(repository.folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  const uploads = path.join(repository.folder, 'uploads');
  const store = path.join(repository.root, '.git', 'lfs', 'objects');
  const script = `#!/bin/sh
case $1 in
clean)
  file=$(mktemp) && cat >"$file" && oid=$(sha256sum <"$file" | cut -d' ' -f1)
  at='${store}'/$(echo "$oid" | cut -c1-2)/$(echo "$oid" | cut -c3-4)
  mkdir -p "$at" && cp "$file" "$at/$oid"
  printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%s\\nsize %s\\n' \\
    "$oid" "$(wc -c <"$file" | tr -d ' ')"
  rm "$file" ;;
push) echo "$@" >>'${uploads}'; echo 'the store is full' >&2; exit ${exit} ;;
esac
`;
  fs.writeFileSync(path.join(bin, 'git-lfs'), script, { mode: 0o755 });
  repository.git('config', 'filter.lfs.clean', `'${path.join(bin, 'git-lfs')}' clean`);
  repository.git('config', 'filter.lfs.required', 'true');
  return { PATH: `${bin}:${process.env.PATH}` };
}

function aLargeFile(): void {
  repository.write('.gitattributes', '*.bin filter=lfs -text\n');
  repository.write('large.bin', Buffer.alloc(5000, 7));
}

test('files of Git LFS are pointers in the capture, and their content is uploaded first', async () => {
  const environment = lfs(0);
  aLargeFile();
  const uploads = path.join(repository.folder, 'uploads');
  let uploadedBefore = '';
  server.beforeTaking = () => {
    uploadedBefore = fs.readFileSync(uploads, 'utf8');
    return false;
  };

  await captureIn(repository.root, environment);

  const pointer = server.content(server.taken[0].tree, 'large.bin');
  const oid = /oid sha256:([0-9a-f]{64})/.exec(pointer)?.[1];
  assert.ok(oid, pointer);
  assert.equal(uploadedBefore.trim(), `push --object-id origin ${oid}`);
});

test('a capture whose large files could not be uploaded waits until they can be', async () => {
  const broken = lfs(2);
  aLargeFile();
  const outcome = await captureIn(repository.root, broken);
  assert.equal(outcome.status, 'SPOOLED');
  assert.equal(outcome.status === 'SPOOLED' && outcome.because?.code, 'LFS_NOT_UPLOADED');
  assert.match((outcome.status === 'SPOOLED' && outcome.because?.sentence('en')) || '', /the store is full/);
  assert.equal(server.uploads, 0);

  const environment = { ...repository.environment, ...server.environment, ...lfs(0) };
  const delivery = await sendWaiting(repository.root, { environment, language: 'en', now: Date.now });

  assert.equal(delivery.sent.size, 1);
  assert.match(server.content(server.taken[0].tree, 'large.bin'), /oid sha256/);
});

test('a clock that was put back changes nothing of the order in which captures are sent', async () => {
  const port = server.port;
  await server.stop();
  const trees: string[] = [];
  for (const now of [3_000_000_000_000, 2_000_000_000_000, 2_500_000_000_000]) {
    repository.write('clock.txt', `${now}\n`);
    trees.push(repository.expectedTree());
    const environment = { ...repository.environment, ...server.environmentAt(port) };
    await capture(repository.root, { environment, language: 'en', now: () => now });
  }
  server = await RecordingServer.start(port);
  repository.write('clock.txt', 'now\n');
  trees.push(repository.expectedTree());

  await captureIn(repository.root);

  assert.deepEqual(server.taken.map(({ tree }) => tree), trees);
});
