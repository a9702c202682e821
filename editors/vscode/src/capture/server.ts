import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure, Language } from './failure';
import { ServerLocation } from './location';
import { Waiting } from './snapshots';

const CONNECT_MILLIS = 5_000;
const ANSWER_MILLIS = 60_000;
/** The server may have to fetch the whole history first. */
const LONG_ANSWER_MILLIS = 15 * 60_000;

export type DraftStatus =
  | 'CAPTURED'
  | 'DRAFTED'
  | 'APPROVED'
  | 'PUSHED'
  | 'PUSH_FAILED'
  | 'DISCARDED'
  | 'EXPIRED'
  | 'SUPERSEDED';

/** Those that somebody may still decide on, or wait for. */
export const OPEN: readonly DraftStatus[] = ['CAPTURED', 'DRAFTED', 'APPROVED', 'PUSH_FAILED'];

export interface Draft {
  readonly id: string;
  readonly status: DraftStatus;
  readonly version: number;
  readonly message: string | null;
  readonly subject: string | null;
  readonly branch: string;
  readonly reason: string | null;
  readonly advice: string | null;
  readonly commitId: string | null;
  readonly landedOn: string | null;
  readonly capturedAt: string;
  readonly summary: { readonly filesChanged: number; readonly insertions: number; readonly deletions: number };
}

const FIELDS =
  'id status version message subject branch reason advice commitId landedOn capturedAt' +
  ' summary { filesChanged insertions deletions }';

/** Talks to the server: captures and pairings by plain HTTP, drafts by GraphQL. */
export class Server {
  constructor(
    private readonly location: ServerLocation,
    private readonly language: Language,
  ) {}

  get url(): string {
    return this.location.url.toString();
  }

  // --- captures

  /** Makes the remote known to the server and asks which of the commits it has. */
  async negotiate(
    remote: string,
    defaultBranch: string,
    candidates: readonly string[],
  ): Promise<{ repositoryId: string; have: Set<string> }> {
    const question = { remote, defaultBranch, candidates };
    const answer = await this.post('api/captures/negotiations', question, LONG_ANSWER_MILLIS);
    if (answer.push === 'agent') {
      throw Failure.of('AGENT_ONLY');
    }
    return { repositoryId: this.required(answer, 'repositoryId'), have: new Set(answer.have as string[]) };
  }

  /**
   * Sends a capture. Again with the same capture id is the same capture.
   *
   * @param bundle the file
   * @returns the draft's id
   */
  async capture(waiting: Waiting, repositoryId: string, bundle: string): Promise<string> {
    const { captureId, lane, snapshot, base, branch, mode, author, capturedAt, client } = waiting;
    const order = { captureId, repositoryId, lane, snapshot, base, branch, mode, author, capturedAt, client };
    const boundary = `comfort-${randomUUID()}`;
    const before = Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="capture"\r\n` +
        `Content-Type: application/json\r\n\r\n${JSON.stringify(order)}\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="bundle"; filename="capture.bundle"\r\n` +
        'Content-Type: application/x-git-bundle\r\n\r\n',
    );
    const after = Buffer.from(`\r\n--${boundary}--\r\n`);
    async function* body(): AsyncGenerator<Buffer> {
      yield before;
      yield* fs.createReadStream(bundle) as AsyncIterable<Buffer>;
      yield after;
    }
    const length = before.length + fs.statSync(bundle).size + after.length;
    const type = `multipart/form-data; boundary=${boundary}`;
    const answer = await this.send('api/captures', type, length, Readable.from(body()), LONG_ANSWER_MILLIS);
    return this.required(answer, 'draftId');
  }

  /** A link that lets one browser in, once, and shows a draft there. */
  async approvalLink(draftId: string): Promise<string> {
    return this.required(await this.post('api/pairings', { draftId }, ANSWER_MILLIS), 'url');
  }

  /** The token of a program, for the code of a pairing link; it works once. */
  async tokenFor(code: string): Promise<string> {
    return this.required(await this.post('api/tokens', { code }, ANSWER_MILLIS), 'token');
  }

  // --- drafts

  /** Undefined if the server does not know it, or not yet. */
  async draft(id: string): Promise<Draft | undefined> {
    const query = `query Draft($id: ID!) { draft(id: $id) { ${FIELDS} } }`;
    const data = await this.graphql<{ draft: Draft | null }>(query, { id });
    return data.draft ?? undefined;
  }

  /** Newest first. */
  async drafts(status: readonly DraftStatus[], first: number): Promise<Draft[]> {
    const query =
      'query Drafts($status: [DraftStatus!], $first: Int) { drafts(status: $status, first: $first) {' +
      ` edges { node { ${FIELDS} } } } }`;
    const data = await this.graphql<{ drafts: { edges: { node: Draft }[] } }>(query, { status, first });
    return data.drafts.edges.map(({ node }) => node);
  }

  async approve(draft: Pick<Draft, 'id' | 'version'>): Promise<void> {
    await this.graphql(
      'mutation Approve($input: ApproveDraftInput!) { approveDraft(input: $input) { draftId status version } }',
      { input: { draftId: draft.id, expectedVersion: draft.version } },
    );
  }

  async discard(draft: Pick<Draft, 'id' | 'version'>): Promise<void> {
    await this.graphql(
      'mutation Discard($input: DiscardDraftInput!) { discardDraft(input: $input) { draftId status version } }',
      { input: { draftId: draft.id, expectedVersion: draft.version } },
    );
  }

  private async graphql<T>(query: string, variables: object): Promise<T> {
    const answer = await this.post('graphql', { query, variables }, ANSWER_MILLIS);
    const errors = (answer.errors ?? []) as { message?: string; extensions?: { code?: string } }[];
    if (errors.length > 0) {
      const code = errors[0].extensions?.code ?? 'INTERNAL';
      throw Failure.byServer(code, code === 'INTERNAL' ? 500 : 400, errors[0].message ?? code);
    }
    return answer.data as T;
  }

  // --- HTTP

  private post(path: string, question: object, patienceMillis: number): Promise<Record<string, unknown>> {
    const body = Buffer.from(JSON.stringify(question));
    return this.send(path, 'application/json', body.length, Readable.from([body]), patienceMillis);
  }

  private async send(
    path: string,
    type: string,
    length: number,
    body: Readable,
    patienceMillis: number,
  ): Promise<Record<string, unknown>> {
    const { status, text } = await this.exchange(path, type, length, body, patienceMillis);
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch (notJson) {
      throw status === 401 ? unauthenticated() : Failure.because(notJson, 'NOT_THE_SERVER', this.url);
    }
    if (typeof answer !== 'object' || answer === null) {
      throw Failure.of('NOT_THE_SERVER', this.url);
    }
    if (status >= 200 && status < 300) {
      return answer as Record<string, unknown>;
    }
    throw problem(status, answer as Record<string, unknown>);
  }

  private exchange(
    path: string,
    type: string,
    length: number,
    body: Readable,
    patienceMillis: number,
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const target = new URL(path, this.location.url);
      const request = (target.protocol === 'https:' ? https : http).request(target, {
        method: 'POST',
        headers: {
          'Content-Type': type,
          'Content-Length': length,
          Accept: 'application/json, application/problem+json',
          'Accept-Language': this.language,
          ...(this.location.token === '' ? {} : { Authorization: `Bearer ${this.location.token}` }),
        },
      });
      const unreachable = (error: unknown): void =>
        reject(Failure.because(error, 'SERVER_UNREACHABLE', this.url));
      const connecting = setTimeout(() => request.destroy(new Error('no connection')), CONNECT_MILLIS);
      const answering = setTimeout(() => request.destroy(new Error('no answer')), patienceMillis);
      request.on('socket', (socket) => {
        if (socket.connecting) {
          socket.once('connect', () => clearTimeout(connecting));
        } else {
          clearTimeout(connecting);
        }
      });
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', unreachable);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      request.on('error', unreachable);
      request.on('close', () => {
        clearTimeout(connecting);
        clearTimeout(answering);
      });
      // A server that refuses early stops reading; what it answered counts.
      pipeline(body, request).catch(() => undefined);
    });
  }

  private required(answer: Record<string, unknown>, field: string): string {
    const text = answer[field];
    if (typeof text !== 'string') {
      throw Failure.of('NOT_THE_SERVER', this.url);
    }
    return text;
  }
}

function problem(status: number, answer: Record<string, unknown>): Failure {
  const sentence = (otherwise: string): string => String(answer.detail ?? answer.title ?? otherwise);
  if (typeof answer.code !== 'string') {
    return status === 401 ? unauthenticated() : Failure.byServer(`HTTP_${status}`, status, sentence(`HTTP ${status}`));
  }
  return Failure.byServer(answer.code, status, sentence(answer.code));
}

function unauthenticated(): Failure {
  return Failure.byServer('UNAUTHENTICATED', 401, '401 Unauthorized');
}
