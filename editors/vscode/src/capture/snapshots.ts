import * as fs from 'node:fs';
import * as path from 'node:path';
import { Author } from './author';
import { Desk } from './desk';
import { Git } from './git';
import { timeBased } from './lane';
import { Held, held } from './lock';

/** Objects of a capture that never came to an end, for as long as it could still be running. */
const LONGEST_CAPTURE_MILLIS = 24 * 60 * 60 * 1000;

/** A capture that the server took, as the desk remembers it. */
export interface Kept {
  readonly draftId: string;
  readonly captureId: string;
  /** Object id of the captured commit. */
  readonly snapshot: string;
  /** Object id of the commit the desk stood on; missing before the first commit. */
  readonly base?: string;
}

/** A capture that waits to be sent: all that is said of it, but what only the server knows. */
export interface Waiting {
  readonly captureId: string;
  readonly lane: string;
  readonly snapshot: string;
  readonly tree: string;
  readonly base: string | null;
  readonly branch: string;
  readonly mode: 'INDEX' | 'WORK_TREE';
  readonly author: Author;
  /** ISO 8601, whole seconds. */
  readonly capturedAt: string;
  readonly client: string;
  readonly remote: { readonly name: string; readonly url: string; readonly defaultBranch: string };
  /** Ids of objects that Git LFS keeps elsewhere, which must be at the remote before the commit is; missing for none. */
  readonly lfs?: readonly string[];
  /** True where this machine shall make the commit, also where the server could: then no code is sent. */
  readonly agent?: boolean;
}

/**
 * The snapshots of a repository's desks, in `comfort/` of its git folder: `objects/<capture>` holds what a capture wrote,
 * `spool/<capture>.json` what waits to be sent, `lanes/<lane>.json` which captures the server took. The command line keeps
 * them in the same way. The repository's own objects stay untouched, and its garbage collection does not see ours.
 */
export class Snapshots {
  private readonly folder: string;
  private readonly repositoryObjects: string;

  constructor(
    desk: Pick<Desk, 'commonFolder' | 'objects'>,
    private readonly now: () => number,
  ) {
    this.folder = path.join(desk.commonFolder, 'comfort');
    this.repositoryObjects = desk.objects;
  }

  /** A new folder for what a capture writes. */
  newObjects(captureId: string): string {
    const objects = this.objectsOf(captureId);
    fs.mkdirSync(objects, { recursive: true });
    return objects;
  }

  objectsOf(captureId: string): string {
    return path.join(this.folder, 'objects', captureId);
  }

  isHere(captureId: string): boolean {
    return fs.existsSync(this.objectsOf(captureId));
  }

  /** A new folder for files of a moment; whoever asks removes it. */
  temporaryFolder(): string {
    fs.mkdirSync(this.folder, { recursive: true });
    return fs.mkdtempSync(path.join(this.folder, 'tmp-'));
  }

  /** Git that writes objects into one capture's folder, and reads the repository's and those of other captures. */
  writing(git: Git, captureId: string, others: readonly string[] = []): Git {
    const folders = [this.repositoryObjects, ...others.map((other) => this.objectsOf(other))];
    return git.with({
      GIT_OBJECT_DIRECTORY: this.objectsOf(captureId),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: folders.map(quoted).join(path.delimiter),
    });
  }

  // --- what waits

  /** Kept until the server has it. The name sorts by the time of the capture. */
  async spool(waiting: Waiting): Promise<void> {
    const file = this.spoolFile(waiting.captureId);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const fresh = `${file}.new`;
    const handle = await fs.promises.open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(waiting)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    fs.renameSync(fresh, file);
  }

  /** What waits to be sent, oldest first. */
  waiting(): Waiting[] {
    const found: Waiting[] = [];
    for (const name of list(path.join(this.folder, 'spool')).filter((each) => each.endsWith('.json')).sort()) {
      try {
        found.push(JSON.parse(fs.readFileSync(path.join(this.folder, 'spool', name), 'utf8')) as Waiting);
      } catch {
        // Sent by another process in this moment, or damaged: then its objects are all there is of it.
      }
    }
    return found;
  }

  /** An id that sorts behind all that waits, whatever the clock did. */
  nextId(): string {
    const newest = this.waiting().at(-1)?.captureId.replaceAll('-', '').slice(0, 12) ?? '0';
    return timeBased(Math.max(this.now(), Number.parseInt(newest, 16) + 1));
  }

  /** Ends the wait of a capture, and forgets what it wrote where nobody else remembers it. */
  unspool(captureId: string, keepObjects: boolean): void {
    fs.rmSync(this.spoolFile(captureId), { force: true });
    if (!keepObjects) {
      fs.rmSync(this.objectsOf(captureId), { recursive: true, force: true });
    }
  }

  /** Only one process sends at a time, so that captures arrive in order. Undefined if another one keeps on sending. */
  sending<T>(work: (held: Held) => Promise<T>, patienceMillis: number): Promise<T | undefined> {
    return held(path.join(this.folder, 'spool', 'sending.lock'), patienceMillis, work);
  }

  private spoolFile(captureId: string): string {
    return path.join(this.folder, 'spool', `${captureId}.json`);
  }

  // --- what the server took

  /** Captures of a lane, oldest first. */
  of(lane: string): Kept[] {
    try {
      return (JSON.parse(fs.readFileSync(this.laneFile(lane), 'utf8')) as { captures?: Kept[] }).captures ?? [];
    } catch {
      // Nothing yet; or damaged, and then only sync misses it: the server has the captures.
      return [];
    }
  }

  /** The newest capture of a lane, if its objects are still here. */
  last(lane: string): Kept | undefined {
    const newest = this.of(lane).at(-1);
    return newest && this.isHere(newest.captureId) ? newest : undefined;
  }

  /** The draft that the server made of a capture, as far as the desk knows. */
  draftOf({ lane, captureId }: Pick<Waiting, 'lane' | 'captureId'>): string | undefined {
    return this.of(lane).find((kept) => kept.captureId === captureId)?.draftId;
  }

  /** Puts a capture at the end of its lane, once. */
  async append(lane: string, capture: Kept): Promise<void> {
    await this.update(lane, (kept) => [...kept.filter((each) => each.captureId !== capture.captureId), capture]);
  }

  /** Forgets captures of a lane, with their objects. */
  async forget(lane: string, captureIds: ReadonlySet<string>): Promise<void> {
    await this.update(lane, (kept) => kept.filter((each) => !captureIds.has(each.captureId)));
    captureIds.forEach((id) => fs.rmSync(this.objectsOf(id), { recursive: true, force: true }));
  }

  private async update(lane: string, change: (kept: Kept[]) => Kept[]): Promise<void> {
    const file = this.laneFile(lane);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await held(path.join(this.folder, 'lanes.lock'), 10_000, () => {
      const fresh = `${file}.new`;
      fs.writeFileSync(fresh, `${JSON.stringify({ captures: change(this.of(lane)) })}\n`);
      fs.renameSync(fresh, file);
      this.removeUnused();
      return Promise.resolve();
    });
  }

  private laneFile(lane: string): string {
    return path.join(this.folder, 'lanes', `${lane}.json`);
  }

  /** What a capture left behind that was killed. */
  private removeUnused(): void {
    const used = new Set(this.waiting().map(({ captureId }) => captureId));
    for (const lane of list(path.join(this.folder, 'lanes')).filter((name) => name.endsWith('.json'))) {
      this.of(lane.slice(0, -'.json'.length)).forEach(({ captureId }) => used.add(captureId));
    }
    const objects = path.join(this.folder, 'objects');
    this.removeOld(list(objects).filter((name) => !used.has(name)).map((name) => path.join(objects, name)));
    const temporary = list(this.folder).filter((name) => name.startsWith('tmp-'));
    this.removeOld(temporary.map((name) => path.join(this.folder, name)));
  }

  private removeOld(folders: string[]): void {
    for (const folder of folders) {
      const age = this.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? this.now());
      if (age > LONGEST_CAPTURE_MILLIS) {
        fs.rmSync(folder, { recursive: true, force: true });
      }
    }
  }
}

function list(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

/** As git reads the variable: in quotes where the separator is part of the path. */
function quoted(folder: string): string {
  return folder.includes(path.delimiter) || folder.startsWith('"')
    ? `"${folder.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    : folder;
}
