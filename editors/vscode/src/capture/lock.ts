import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MILLIS = 25;

/**
 * Does something while no other process does: the file can be made by one only, and names it. What a killed process left is
 * taken over.
 *
 * @param patienceMillis how long to wait for another process
 * @returns undefined if the other process is still at it then
 */
export async function held<T>(file: string, patienceMillis: number, work: () => Promise<T>): Promise<T | undefined> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const until = Date.now() + patienceMillis;
  while (!taken(file)) {
    if (Date.now() > until) {
      return undefined;
    }
    await pause(PAUSE_MILLIS);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
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
    removeDead(file);
    return false;
  }
}

function removeDead(file: string): void {
  try {
    const holder = Number(fs.readFileSync(file, 'utf8'));
    // A file without a number is being written in this moment.
    if (holder > 0 && !isAlive(holder)) {
      fs.rmSync(file, { force: true });
    }
  } catch {
    // Gone by itself.
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
