import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Desk } from './desk';
import { Failure } from './failure';
import { Git } from './git';

const MOST_TIPS = 100;

/** Where the desk's branch is pushed to. */
export interface Remote {
  /** As in `git remote`. */
  readonly name: string;
  /** Absolute, without credentials. */
  readonly url: string;
  /** Short name there. */
  readonly branch: string;
  /** Short name, as far as the desk knows it. */
  readonly defaultBranch: string;
}

/** As `git push` chooses. */
export async function remoteOf(desk: Desk): Promise<Remote> {
  const branch = desk.branch!;
  const name = remoteName(desk, branch);
  if (name === undefined) {
    throw Failure.of('NO_REMOTE', branch);
  }
  const url = (await desk.git.must(['remote', 'get-url', '--push', name])).text;
  const prefix = `refs/remotes/${name}/`;
  const symbolic = (await desk.git.run(['symbolic-ref', '-q', `${prefix}HEAD`])).text;
  return {
    name,
    url: cleaned(url, name, desk.root),
    branch: target(desk, branch),
    defaultBranch: symbolic.startsWith(prefix) ? symbolic.slice(prefix.length) : branch,
  };
}

function remoteName(desk: Desk, branch: string): string | undefined {
  const remotes = desk.config.remotes;
  const chosen =
    desk.config.value(`branch.${branch}.pushremote`) ??
    desk.config.value('remote.pushdefault') ??
    desk.config.value(`branch.${branch}.remote`);
  if (chosen !== undefined && remotes.includes(chosen)) {
    return chosen;
  }
  return remotes.includes('origin') ? 'origin' : remotes.length === 1 ? remotes[0] : undefined;
}

/** The same name, unless the user asked for the upstream's. */
function target(desk: Desk, branch: string): string {
  const upstream = ['upstream', 'tracking'].includes(desk.config.value('push.default') ?? '');
  const merge = desk.config.value(`branch.${branch}.merge`) ?? '';
  return upstream && merge.startsWith('refs/heads/') ? merge.slice('refs/heads/'.length) : branch;
}

/** Object ids that the remote is known to have: its branch of that name first, then newest first. */
export async function tipsOf(git: Git, remote: string, branch: string): Promise<string[]> {
  const prefix = `refs/remotes/${remote}/`;
  const refs = await git.must([
    'for-each-ref',
    '--sort=-committerdate',
    `--count=${MOST_TIPS + 1}`,
    '--format=%(objectname) %(refname)',
    prefix,
  ]);
  const tips = refs.lines.map((line) => line.split(' ') as [string, string]).filter(([, ref]) => ref !== `${prefix}HEAD`);
  const own = tips.filter(([, ref]) => ref === prefix + branch);
  return [...new Set([...own, ...tips].map(([id]) => id))];
}

function cleaned(url: string, name: string, root: string): string {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(url)) {
    // `host:path`, which a slash before the colon would make a path
    return /^[^/:]+:/.test(url) ? url : path.resolve(root, url);
  }
  if (/^file:\/\//i.test(url)) {
    return filePath(url);
  }
  const user = /^(https?:\/\/)([^/@]*)@(.*)$/is.exec(url);
  if (!user) {
    return url;
  }
  if (user[2].includes(':')) {
    throw Failure.of('REMOTE_HAS_PASSWORD', name);
  }
  return user[1] + user[3];
}

/** What git itself opens: it decodes what is encoded and takes the rest as it is. */
function filePath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url.slice('file://'.length);
  }
}
