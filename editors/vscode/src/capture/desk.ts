import * as fs from 'node:fs';
import * as path from 'node:path';
import { Failure } from './failure';
import { Environment, Git, readable } from './git';

const SUBMODULE = '160000';

/** One path that `git status` names. Of paths and modes each char is one byte. */
export interface Change {
  readonly path: string;
  readonly kind: 'TRACKED' | 'UNMERGED' | 'UNTRACKED';
  /** What the index has against HEAD, `.` for nothing. */
  readonly index: string;
  readonly headMode: string;
  readonly indexMode: string;
  readonly workTreeMode: string;
  readonly indexId: string;
}

export const isStaged = (change: Change): boolean => change.kind === 'TRACKED' && change.index !== '.';

/** A repository in the repository that nobody declared; `git add` would make a link of it. */
export const isNestedRepository = (change: Change): boolean =>
  change.kind === 'UNTRACKED' && change.path.endsWith('/');

export const isStagedSubmodule = (change: Change): boolean => isStaged(change) && change.indexMode === SUBMODULE;

export const isSubmodule = (change: Change): boolean => change.workTreeMode === SUBMODULE;

export const isNewInIndex = (change: Change): boolean => change.headMode !== SUBMODULE;

/** Whether the change leaves a file there whose content may be looked at. */
export function leavesAFile(change: Change, fromIndex: boolean): boolean {
  switch (change.kind) {
    case 'UNTRACKED':
      return !isNestedRepository(change);
    case 'UNMERGED':
      return false;
    case 'TRACKED':
      return (fromIndex ? change.indexMode : change.workTreeMode).startsWith('100');
  }
}

/** What git is configured to in a repository, from all of its files. */
export class GitConfig {
  private constructor(private readonly values: ReadonlyMap<string, string>) {}

  static async read(git: Git): Promise<GitConfig> {
    const values = new Map<string, string>();
    for (const part of (await git.must(['config', '--list', '-z'])).parts) {
      const entry = readable(part);
      const end = entry.indexOf('\n');
      values.set(end < 0 ? entry : entry.slice(0, end), end < 0 ? 'true' : entry.slice(end + 1));
    }
    return new GitConfig(values);
  }

  /** The value that holds, the last one. Section and name are in lower case. */
  value(key: string): string | undefined {
    return this.values.get(key);
  }

  isTrue(key: string): boolean {
    return /^(true|yes|on|1)$/i.test(this.value(key) ?? '');
  }

  /** Names of the remotes that have a URL. */
  get remotes(): string[] {
    const names = [...this.values.keys()].map((key) => /^remote\.(.*)\.(?:push)?url$/s.exec(key)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))].sort();
  }
}

/** A work tree as it stands. */
export interface Desk {
  /** In the work tree's root. */
  readonly git: Git;
  readonly root: string;
  /** Of this work tree. */
  readonly gitFolder: string;
  /** Of the repository, shared by all of its work trees. */
  readonly commonFolder: string;
  readonly index: string;
  readonly objects: string;
  /** Short name; undefined on a detached HEAD. */
  readonly branch: string | undefined;
  /** Object id; undefined before the first commit. */
  readonly head: string | undefined;
  readonly changes: readonly Change[];
  readonly config: GitConfig;
  /** Whether the index alone is captured. */
  readonly anythingStaged: boolean;
}

/** Reads how a work tree stands, with three git processes, and writes nothing. */
export async function readDesk(folder: string, environment: Environment): Promise<Desk> {
  const at = path.resolve(folder);
  if (!fs.statSync(at, { throwIfNoEntry: false })?.isDirectory()) {
    throw Failure.of('NOT_A_REPOSITORY', folder);
  }
  const there = Git.in(at, environment);
  const [, root, gitFolder, commonFolder, index, objects] = await places(there, folder);
  const git = there.at(path.resolve(root));
  const [{ branch, head, changes }, config] = await Promise.all([status(git), GitConfig.read(git)]);
  if ((config.value('extensions.objectformat') ?? 'sha1') !== 'sha1') {
    throw Failure.of('UNSUPPORTED_OBJECT_FORMAT');
  }
  return {
    git,
    root: path.resolve(root),
    gitFolder: path.resolve(at, gitFolder),
    commonFolder: path.resolve(at, commonFolder),
    index: path.resolve(at, index),
    objects: path.resolve(at, objects),
    branch,
    head,
    changes,
    config,
    anythingStaged: changes.some(isStaged),
  };
}

type Places = [inside: string, root: string, gitFolder: string, commonFolder: string, index: string, objects: string];

async function places(git: Git, folder: string): Promise<Places> {
  const answer = await git.run([
    'rev-parse',
    '--is-inside-work-tree',
    '--show-toplevel',
    '--git-dir',
    '--git-common-dir',
    '--git-path',
    'index',
    '--git-path',
    'objects',
  ]);
  const lines = answer.lines;
  if (answer.ok && lines.length === 6 && lines[0] === 'true') {
    return lines as Places;
  }
  if (answer.err.includes('safe.directory')) {
    throw Failure.of('UNSAFE_REPOSITORY', folder);
  }
  throw Failure.of(lines[0] === 'false' ? 'NO_WORK_TREE' : 'NOT_A_REPOSITORY', folder);
}

interface Status {
  branch: string | undefined;
  head: string | undefined;
  changes: Change[];
}

async function status(git: Git): Promise<Status> {
  const answer = await git.must([
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    '--untracked-files=all',
    '--no-renames',
    '--no-ahead-behind',
    '--ignore-submodules=dirty',
  ]);
  const found: Status = { branch: undefined, head: undefined, changes: [] };
  for (const part of answer.parts) {
    if (part.startsWith('# branch.oid ')) {
      found.head = part.endsWith('(initial)') ? undefined : part.slice('# branch.oid '.length);
    } else if (part.startsWith('# branch.head ')) {
      found.branch = part.endsWith('(detached)') ? undefined : readable(part.slice('# branch.head '.length));
    } else {
      const change = parseChange(part);
      if (change) {
        found.changes.push(change);
      }
    }
  }
  return found;
}

/** A record of `git status --porcelain=v2 -z --no-renames`; undefined for a header. */
function parseChange(record: string): Change | undefined {
  const nothing = { index: '.', headMode: '000000', indexMode: '000000', workTreeMode: '000000', indexId: '' };
  const rest = (fields: string[], from: number): string => fields.slice(from).join(' ');
  const fields = record.split(' ');
  switch (record[0]) {
    case '1':
      return {
        path: rest(fields, 8),
        kind: 'TRACKED',
        index: fields[1][0],
        headMode: fields[3],
        indexMode: fields[4],
        workTreeMode: fields[5],
        indexId: fields[7],
      };
    case 'u':
      return { ...nothing, path: rest(fields, 10), kind: 'UNMERGED' };
    case '?':
      return { ...nothing, path: record.slice(2), kind: 'UNTRACKED' };
    default:
      return undefined;
  }
}
