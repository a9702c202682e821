import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  Change,
  Desk,
  isNestedRepository,
  isNewInIndex,
  isStaged,
  isStagedSubmodule,
  isSubmodule,
  leavesAFile,
} from './desk';
import { Failure, Problem } from './failure';
import { Git, gitFailed, readable } from './git';

const NAMED = 10;
/** Operating systems take more, none takes less. */
const LONGEST_ARGUMENTS = 60_000;

const OPERATIONS: readonly (readonly [file: string, problem: Problem])[] = [
  ['rebase-merge', 'REBASE_IN_PROGRESS'],
  ['rebase-apply', 'REBASE_IN_PROGRESS'],
  ['CHERRY_PICK_HEAD', 'CHERRY_PICK_IN_PROGRESS'],
  ['REVERT_HEAD', 'REVERT_IN_PROGRESS'],
  ['MERGE_HEAD', 'MERGE_IN_PROGRESS'],
];

/** In the middle of something, or nowhere. */
export async function checkState(desk: Desk): Promise<void> {
  for (const [file, problem] of OPERATIONS) {
    if (fs.existsSync(path.join(desk.gitFolder, file))) {
      throw Failure.of(problem);
    }
  }
  if (fs.existsSync(path.join(desk.commonFolder, 'reftable'))) {
    await checkOperationRefs(desk);
  }
  checkSequence(desk);
  const unmerged = desk.changes.filter((change) => change.kind === 'UNMERGED');
  if (unmerged.length > 0) {
    throw refused('UNMERGED_FILES', unmerged.map(({ path }) => path));
  }
  if (desk.branch === undefined) {
    throw Failure.of('DETACHED_HEAD');
  }
}

/** Repositories with the reftable format keep these as refs. */
async function checkOperationRefs(desk: Desk): Promise<void> {
  for (const [name, problem] of OPERATIONS) {
    if (name.endsWith('_HEAD') && (await desk.git.succeeds(['rev-parse', '-q', '--verify', name]))) {
      throw Failure.of(problem);
    }
  }
}

/** Between two commits of one cherry-pick or revert of several. */
function checkSequence(desk: Desk): void {
  const todo = path.join(desk.gitFolder, 'sequencer', 'todo');
  if (fs.existsSync(todo)) {
    const revert = fs.readFileSync(todo, 'latin1').startsWith('revert');
    throw Failure.of(revert ? 'REVERT_IN_PROGRESS' : 'CHERRY_PICK_IN_PROGRESS');
  }
}

/** Links to repositories that others could not follow. */
export async function checkLinks(desk: Desk): Promise<void> {
  const fromIndex = desk.anythingStaged;
  const links = desk.changes.filter((change) =>
    fromIndex ? isStagedSubmodule(change) : isNestedRepository(change) || isSubmodule(change),
  );
  if (links.length === 0) {
    return;
  }
  const declared = await declaredSubmodules(desk, fromIndex);
  const nested = links
    .filter((link) => (fromIndex ? isNewInIndex(link) : isNestedRepository(link)))
    .map(({ path }) => path)
    .filter((path) => !declared.has(withoutSlash(path)));
  if (nested.length > 0) {
    throw refused('NESTED_REPOSITORY', nested);
  }
  const unpushed: string[] = [];
  for (const link of links) {
    if (await isUnpushed(desk, link, fromIndex)) {
      unpushed.push(link.path);
    }
  }
  if (unpushed.length > 0) {
    throw refused('SUBMODULE_NOT_PUSHED', unpushed);
  }
}

const withoutSlash = (raw: string): string => raw.replace(/\/$/, '');

/** Paths as in `.gitmodules`, each char one byte. */
async function declaredSubmodules(desk: Desk, fromIndex: boolean): Promise<Set<string>> {
  const source = fromIndex ? ['--blob', ':.gitmodules'] : ['-f', '.gitmodules'];
  const output = await desk.git.run(['config', '-z', ...source, '--get-regexp', '^submodule\\..*\\.path$']);
  return new Set(output.parts.map((entry) => entry.slice(entry.indexOf('\n') + 1)));
}

/** As `git push --recurse-submodules=check` has it: no branch that the submodule's remote has leads to it. */
async function isUnpushed(desk: Desk, link: Change, fromIndex: boolean): Promise<boolean> {
  const folder = path.join(desk.root, readable(withoutSlash(link.path)));
  if (!fs.existsSync(path.join(folder, '.git'))) {
    return false;
  }
  const there = desk.git.at(folder);
  let commit = link.indexId;
  if (!fromIndex) {
    const head = await there.run(['rev-parse', '-q', '--verify', 'HEAD']);
    if (!head.ok) {
      return true;
    }
    commit = head.text;
  }
  if (!(await there.succeeds(['cat-file', '-e', commit]))) {
    return false;
  }
  return (await there.must(['rev-list', '-n1', commit, '--not', '--remotes'])).text !== '';
}

/**
 * Files in which a merge left its marks, unless the commit they stand on has them too.
 *
 * @param snapshot git with the index that is to be captured
 */
export async function checkConflictMarkers(desk: Desk, snapshot: Git): Promise<void> {
  const fromIndex = desk.anythingStaged;
  const candidates = desk.changes
    .filter((change) => !fromIndex || isStaged(change))
    .filter((change) => leavesAFile(change, fromIndex))
    .map(({ path }) => path);
  let marked: string[] = [];
  for (const some of chunks(candidates)) {
    marked.push(...(await withMarkers(snapshot, '--cached', some)));
  }
  if (desk.head !== undefined && marked.length > 0) {
    const before = new Set<string>();
    for (const some of chunks(marked)) {
      for (const found of await withMarkers(snapshot, desk.head, some)) {
        before.add(found.slice(desk.head.length + 1));
      }
    }
    marked = marked.filter((path) => !before.has(path));
  }
  if (marked.length > 0) {
    throw refused('CONFLICT_MARKERS', marked);
  }
}

async function withMarkers(git: Git, where: string, paths: string[]): Promise<string[]> {
  const markers = ['^<{7} ', '^={7}\r?$', '^>{7} '].flatMap((marker) => ['-e', marker]);
  const args = ['grep', '-l', '-z', '-I', '-E', '--no-recurse-submodules', '--all-match', ...markers, where, '--'];
  const found = await git.run([...args, ...paths.map(readable)]);
  // 1 says that there is none
  if (found.exit > 1) {
    throw gitFailed(found, args);
  }
  return found.parts;
}

function chunks(paths: string[]): string[][] {
  const all: string[][] = [];
  let length = LONGEST_ARGUMENTS;
  for (const path of paths) {
    if (length + path.length > LONGEST_ARGUMENTS) {
      all.push([]);
      length = 0;
    }
    all[all.length - 1].push(path);
    length += path.length + 1;
  }
  return all;
}

function refused(problem: Problem, paths: string[]): Failure {
  const first = paths.slice(0, NAMED).map(readable).join(', ');
  return Failure.of(problem, paths.length > NAMED ? `${first} … (${paths.length})` : first);
}
