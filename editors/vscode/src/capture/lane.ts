import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Desk } from './desk';
import { Failure } from './failure';
import { Environment } from './git';
import { configuration } from './location';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The lane of a desk. Its id follows from the installation, the work tree and the branch, as the command line has it: what
 * both capture at one desk is in one lane.
 */
export function laneOf(desk: Desk, environment: Environment): string {
  const installation = keptIn(path.join(configuration(environment), 'installation'));
  const workTree = keptIn(path.join(desk.gitFolder, 'comfort', 'desk'));
  const name = [installation, workTree, fs.realpathSync(desk.root), desk.branch].join('\0');
  return nameBased(name);
}

/** An id that a folder keeps: written once, read ever after. */
function keptIn(file: string): string {
  if (!fs.existsSync(file)) {
    const folder = path.dirname(file);
    fs.mkdirSync(folder, { recursive: true });
    const id = timeBased();
    const temporary = path.join(folder, `id-${id}`);
    fs.writeFileSync(temporary, `${id}\n`);
    try {
      // A link is made by one of two processes, never by both.
      fs.linkSync(temporary, file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') {
        fs.renameSync(temporary, file);
      }
    } finally {
      fs.rmSync(temporary, { force: true });
    }
  }
  const id = fs.readFileSync(file, 'utf8').trim().toLowerCase();
  if (!UUID.test(id)) {
    throw Failure.of('UNEXPECTED', `${file} holds no id; remove it`);
  }
  return id;
}

/** Version 3 of RFC 9562, without a namespace: Java's `UUID.nameUUIDFromBytes`. */
function nameBased(name: string): string {
  return formatted(createHash('md5').update(name, 'utf8').digest(), 3);
}

/** Version 7 of RFC 9562: ids sort by the time they were made. */
export function timeBased(now = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  return formatted(bytes, 7);
}

function formatted(bytes: Buffer, version: number): string {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
