import { parseUrl } from '../capture/location';

/** A pairing code: 128 bits in Base64url. */
export const isCode = (text: string): boolean => /^[A-Za-z0-9_-]{22}$/.test(text);

export interface Link {
  /** Empty for a code alone. */
  readonly url: string;
  /** A pairing code or the owner's token; empty where the address is all there is. */
  readonly proof: string;
  readonly toADraft: boolean;
}

/** An address, a pairing link or code, or the line of `comfort up --json`. */
export function readLink(text: string): Link | undefined {
  const line = text.trim();
  if (isCode(line)) {
    return { url: '', proof: line, toADraft: false };
  }
  try {
    const told = line.startsWith('{') ? (JSON.parse(line) as { url?: string; token?: string }) : { url: line };
    const url = parseUrl(told.url ?? '');
    const code = /^#k=(.+)$/.exec(url.hash)?.[1] ?? '';
    const draft = /\/d\/[^/]+\/$/.exec(url.pathname);
    const base = draft ? url.pathname.slice(0, draft.index) : url.pathname.replace(/\/$/, '');
    return { url: url.origin + base, proof: told.token ?? code, toADraft: draft !== null };
  } catch {
    return undefined;
  }
}
