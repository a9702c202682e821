import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Failure } from './failure';
import { Environment } from './git';

/** Left by `comfort up` when it ends. */
const STOPPED = 'stopped.json';

/** A server that was stopped so long ago is not waited for any more. The command line knows the same. */
const GONE_MS = 30 * 24 * 60 * 60 * 1000;

/** Where the server is and who we are to it. */
export interface ServerLocation {
  /** Ends with a slash. */
  readonly url: URL;
  /** The owner's bearer token; empty where none is known. */
  readonly token: string;
}

/**
 * `COMFORT_URL` and `COMFORT_TOKEN`, else what `comfort pair` or else `comfort up` left in the user's configuration folder.
 *
 * @throws Failure `NO_SERVER`, or `SERVER_STOPPED` where `comfort up` was ended in the last 30 days and not started again
 */
export function findServer(environment: Environment): ServerLocation {
  const url = environment.COMFORT_URL ?? '';
  const token = environment.COMFORT_TOKEN ?? '';
  const pairing = url === '' || token === '' ? readPairing(environment, 'paired.json', 'pairing.json') : undefined;
  if (!pairing) {
    if (url === '') {
      const stopped = readPairing(environment, STOPPED);
      throw stopped && !isGone(environment) ? Failure.of('SERVER_STOPPED', stopped.url) : Failure.of('NO_SERVER');
    }
    return { url: parseUrl(url), token };
  }
  if (url === '' || url === pairing.url) {
    return { url: parseUrl(pairing.url), token: token === '' ? pairing.token : token };
  }
  // The token of one server is never told to another.
  return { url: parseUrl(url), token };
}

/** Whether there is a server to capture for, be it one that was stopped and may come back. */
export function isServerKnown(environment: Environment): boolean {
  try {
    findServer(environment);
    return true;
  } catch (thrown) {
    return Failure.from(thrown).code === 'SERVER_STOPPED';
  }
}

function isGone(environment: Environment): boolean {
  try {
    return fs.statSync(path.join(configuration(environment), STOPPED)).mtimeMs < Date.now() - GONE_MS;
  } catch {
    return true;
  }
}

/** Our own folder in the user's configuration folder. */
export function configuration(environment: Environment): string {
  const base = environment.XDG_CONFIG_HOME || path.join(environment.HOME || os.homedir(), '.config');
  return path.join(base, 'comfort-commit');
}

function readPairing(environment: Environment, ...files: string[]): { url: string; token: string } | undefined {
  for (const file of files) {
    try {
      const pairing = JSON.parse(fs.readFileSync(path.join(configuration(environment), file), 'utf8'));
      return { url: String(pairing.url ?? ''), token: String(pairing.token ?? '') };
    } catch {
      // None there.
    }
  }
  return undefined;
}

export function parseUrl(text: string): URL {
  const url = tryUrl(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw Failure.of('SERVER_URL_INVALID', text);
  }
  url.pathname = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return url;
}

function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
