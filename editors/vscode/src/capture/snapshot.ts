import * as fs from 'node:fs';
import { Author } from './author';
import { Desk } from './desk';
import { Git } from './git';
import { checkConflictMarkers } from './refusals';

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** A desk's change as a commit that no ref names. */
export interface Snapshot {
  readonly commit: string;
  readonly tree: string;
  readonly mode: 'INDEX' | 'WORK_TREE';
  /** Its author time, seconds since the epoch. */
  readonly second: number;
}

/**
 * Makes the snapshot with `git add`, `write-tree` and `commit-tree` on a copy of the index. So files are taken as `git add`
 * takes them (filters, line endings, modes, links), while the author's index, work tree, refs and objects stay as they are.
 *
 * @param git that writes into the capture's own objects
 * @param index where the copy of the index may lie
 * @returns undefined if nothing differs
 */
export async function takeSnapshot(
  desk: Desk,
  author: Author,
  git: Git,
  index: string,
  now: number,
): Promise<Snapshot | undefined> {
  copyIndex(desk.index, index);
  const apart = git.with({ GIT_INDEX_FILE: index });
  const mode = desk.anythingStaged ? 'INDEX' : 'WORK_TREE';
  if (mode === 'WORK_TREE') {
    // With a sparse checkout a new file outside of its part would be an error; nothing there is taken for deleted.
    await apart.must(['add', '-A', ...(desk.config.isTrue('core.sparsecheckout') ? ['--sparse'] : [])]);
  }
  const [tree, headTree] = await Promise.all([
    apart.must(['write-tree']).then(({ text }) => text),
    desk.head === undefined ? EMPTY_TREE : desk.git.must(['rev-parse', `${desk.head}^{tree}`]).then(({ text }) => text),
  ]);
  if (tree === headTree) {
    return undefined;
  }
  await checkConflictMarkers(desk, apart);
  const second = Math.floor(now / 1000);
  return { commit: await commit(desk, author, apart, tree, second), tree, mode, second };
}

/**
 * With its time, or a moment before: git compares files of that time with what the index says of them, because they may
 * have changed right after it was written.
 */
function copyIndex(index: string, copy: string): void {
  const stat = fs.statSync(index, { bigint: true, throwIfNoEntry: false });
  if (stat) {
    fs.copyFileSync(index, copy);
    const seconds = Number(stat.mtimeNs / 1000n - 1n) / 1e6;
    fs.utimesSync(copy, seconds, seconds);
  }
}

async function commit(desk: Desk, author: Author, git: Git, tree: string, second: number): Promise<string> {
  const date = `${second} ${zone(new Date(second * 1000))}`;
  const parent = desk.head === undefined ? [] : ['-p', desk.head];
  const made = await git
    .with({
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
      GIT_COMMITTER_DATE: date,
    })
    .must(['commit-tree', tree, '-m', 'comfort capture', ...parent]);
  return made.text;
}

/** As git writes it: `+0900`. */
function zone(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const two = (number: number): string => String(Math.floor(number)).padStart(2, '0');
  return (minutes < 0 ? '-' : '+') + two(Math.abs(minutes) / 60) + two(Math.abs(minutes) % 60);
}
