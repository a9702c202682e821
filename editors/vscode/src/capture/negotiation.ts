import { Git } from './git';
import { tipsOf } from './remote';
import { Server } from './server';
import { Kept, Waiting } from './snapshots';

const MOST_CANDIDATES = 256;
/** Of other branches; each one is a walk for the server. */
const MOST_TIPS = 16;
const NEAR = 257;

/** What may be left out of a bundle. */
export interface Negotiation {
  readonly repositoryId: string;
  /** Commits that the server has; empty for a full bundle. */
  readonly prerequisites: readonly string[];
}

/** @param last the lane's newest capture whose objects are still here */
export async function negotiate(
  server: Server,
  git: Git,
  waiting: Waiting,
  last: Kept | undefined,
): Promise<Negotiation> {
  let chain = waiting.base === null ? [] : await ancestors(git, waiting.base, NEAR);
  const tips = await tipsOf(git, waiting.remote.name, waiting.branch);
  const known = last ? [last.snapshot, ...(last.base ? [last.base] : [])] : [];
  let answer = await ask(server, waiting, [...chain.slice(0, 1), ...known, ...chain, ...tips]);
  if (answer.have.size === 0 && waiting.base !== null) {
    chain = await ancestors(git, waiting.base);
    answer = await ask(server, waiting, chain);
  }
  return {
    repositoryId: answer.repositoryId,
    prerequisites: bounding(answer.have, chain, tips, last?.snapshot),
  };
}

function ask(
  server: Server,
  waiting: Waiting,
  candidates: readonly string[],
): Promise<{ repositoryId: string; have: Set<string> }> {
  const { url, defaultBranch } = waiting.remote;
  return server.negotiate(url, defaultBranch, [...new Set(candidates)].slice(0, MOST_CANDIDATES));
}

/** HEAD leads to everything else that counts; where the server lacks it, the nearest of all sides. */
function bounding(
  have: ReadonlySet<string>,
  chain: readonly string[],
  tips: readonly string[],
  lastSnapshot: string | undefined,
): string[] {
  const known = (commits: readonly string[], most: number): string[] =>
    commits.filter((commit) => have.has(commit)).slice(0, most);
  const chosen = [...known(chain, 1), ...known(lastSnapshot === undefined ? [] : [lastSnapshot], 1)];
  const headKnown = chain.length > 0 && chosen.includes(chain[0]);
  return [...new Set([...chosen, ...(headKnown ? [] : known(tips, MOST_TIPS))])];
}

/** A commit and some of its first ancestors, farther and farther apart. */
async function ancestors(git: Git, commit: string, most?: number): Promise<string[]> {
  const limit = most === undefined ? [] : [`--max-count=${most}`];
  return spaced((await git.must(['rev-list', '--first-parent', ...limit, commit])).lines);
}

/** The first eight, then each twice as far as the one before; and the last one. */
export function spaced(commits: readonly string[]): string[] {
  const chosen = commits.filter((_, i) => i < 8 || (i & (i - 1)) === 0);
  const oldest = commits.at(-1);
  return oldest === undefined || chosen.includes(oldest) ? chosen : [...chosen, oldest];
}
