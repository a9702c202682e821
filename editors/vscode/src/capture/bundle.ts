import * as fs from 'node:fs';
import { Git } from './git';

const REF = 'refs/comfort/capture';

/**
 * A git bundle, version 2 (gitformat-bundle), made by hand: `git bundle` can neither name a commit that has no ref nor take
 * the ref's name from us.
 *
 * @param git that reads the snapshot and the prerequisites
 * @param prerequisites commits that the receiver has, with all that they lead to
 */
export async function writeBundle(
  git: Git,
  snapshot: string,
  prerequisites: readonly string[],
  file: string,
): Promise<void> {
  const lines = ['# v2 git bundle', ...prerequisites.map((commit) => `-${commit} `), `${snapshot} ${REF}`, '', ''];
  const revisions = [snapshot, ...prerequisites.map((commit) => `^${commit}`), ''].join('\n');
  const bundle = fs.openSync(file, 'w', 0o600);
  try {
    fs.writeSync(bundle, lines.join('\n'));
    await git.mustWrite(
      bundle,
      ['pack-objects', '--revs', '--thin', '--stdout', '--delta-base-offset', '--depth=50', '-q'],
      Buffer.from(revisions),
    );
  } finally {
    fs.closeSync(bundle);
  }
}
