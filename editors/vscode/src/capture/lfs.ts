import * as fs from 'node:fs';
import * as path from 'node:path';
import { Desk } from './desk';
import { Failure } from './failure';
import { Git, lastWords, readable } from './git';
import { Waiting } from './snapshots';

/** The pointer file of the LFS specification. */
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n/;

/**
 * Files that Git LFS keeps elsewhere: the commit only has pointers to them, so what they point at must be at the remote
 * before the commit is.
 *
 * @param git that reads the snapshot
 * @returns ids of the objects that the changed files point at and that are here. What was made here is, since git-lfs puts it
 *     there when the file is added; what is not came from the remote as a pointer, and there is nothing to upload of it.
 */
export async function lfsObjects(desk: Desk, git: Git, snapshot: string): Promise<string[]> {
  if (!desk.config.value('filter.lfs.clean') && !desk.config.value('filter.lfs.process')) {
    return [];
  }
  const objects: string[] = [];
  for (const file of await keptElsewhere(desk)) {
    const content = await git.run(['cat-file', 'blob', `${snapshot}:${readable(file)}`]);
    const pointer = POINTER.exec(content.out.toString('utf8'));
    if (content.ok && pointer && isHere(desk, pointer[1])) {
      objects.push(pointer[1]);
    }
  }
  return objects;
}

function isHere({ commonFolder, config }: Desk, object: string): boolean {
  const storage = path.resolve(commonFolder, config.value('lfs.storage') ?? 'lfs');
  return fs.existsSync(path.join(storage, 'objects', object.slice(0, 2), object.slice(2, 4), object));
}

/** @param git in the work tree */
export async function uploadLfs(git: Git, { lfs = [], remote }: Waiting): Promise<void> {
  if (lfs.length === 0) {
    return;
  }
  const pushed = await git.run(['lfs', 'push', '--object-id', remote.name, ...lfs]);
  if (!pushed.ok) {
    throw Failure.of('LFS_NOT_UPLOADED', lastWords(pushed.err));
  }
}

async function keptElsewhere(desk: Desk): Promise<string[]> {
  const changed = Buffer.from(desk.changes.map(({ path }) => `${path}\0`).join(''), 'latin1');
  const answer = (await desk.git.must(['check-attr', '-z', '--stdin', 'filter'], changed)).parts;
  return answer.filter((_, i) => i % 3 === 0 && answer[i + 2] === 'lfs');
}
