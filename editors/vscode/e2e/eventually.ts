import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MILLIS = 60_000;

/** Waits for what must become true, and says what was there in its place. */
export async function eventually<T>(what: string, look: () => T | Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  const until = Date.now() + PATIENCE_MILLIS;
  for (;;) {
    const seen = await look();
    if (fits(seen)) {
      return seen;
    }
    if (Date.now() > until) {
      throw new Error(`${what}; seen last: ${JSON.stringify(seen)}`);
    }
    await pause(100);
  }
}
