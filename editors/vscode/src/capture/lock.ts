import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MILLIS = 25;
/** Nobody holds one for longer without renewing it; the number may be another process's by now. */
const LONGEST_MILLIS = 60 * 60_000;

export interface Held {
  /** Says that it is still needed. */
  renew(): void;
}

/**
 * Does something while no other process does: the file can be made by one only, and names it. What a killed process left is
 * taken over. The command line keeps to the same files.
 *
 * @param patienceMillis how long to wait for another process
 * @returns undefined if the other process is still at it then
 */
export async function held<T>(
  file: string,
  patienceMillis: number,
  work: (held: Held) => Promise<T>,
): Promise<T | undefined> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const until = Date.now() + patienceMillis;
  while (!taken(file)) {
    if (Date.now() > until) {
      return undefined;
    }
    await pause(PAUSE_MILLIS);
  }
  try {
    return await work({ renew: () => renew(file) });
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function renew(file: string): void {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody took it over, since this took so long; all that is done under it bears to be done twice.
  }
}

function taken(file: string): boolean {
  try {
    fs.writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
  const holder = content(file);
  if (holder !== undefined && isLeft(file, holder)) {
    remove(file, holder);
  }
  return false;
}

function isLeft(file: string, holder: string): boolean {
  const since = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (since === undefined) {
    return false;
  }
  // A file without a number is being written in this moment.
  return Date.now() - since > LONGEST_MILLIS || (Number(holder) > 0 && !isAlive(Number(holder)));
}

/** By renaming: of two that saw it left behind, the slower one must not remove what the faster one made. */
function remove(file: string, holder: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (content(aside) !== holder) {
      fs.linkSync(aside, file);
    }
  } catch {
    // Another process was faster.
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

function content(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
