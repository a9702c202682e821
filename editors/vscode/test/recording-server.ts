import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { DraftStatus } from '../src/capture/server';

export const TOKEN = 'token-of-the-owner';

export interface Order {
  captureId: string;
  lane: string;
  snapshot: string;
  base: string | null;
  branch: string;
  mode: string;
  author: { name: string; email: string };
  capturedAt: string;
  client: string;
}

export interface Taken {
  readonly order: Order;
  readonly draftId: string;
  readonly prerequisites: readonly string[];
  readonly tree: string;
}

interface RecordedDraft {
  id: string;
  status: DraftStatus;
  version: number;
  subject: string | null;
  order: Order;
}

/**
 * Answers as the API is documented, over real HTTP, and takes bundles with real git: what is not a whole bundle of one
 * commit that fits its description is refused.
 */
export class RecordingServer {
  readonly taken: Taken[] = [];
  readonly drafts: RecordedDraft[] = [];
  /** Requests for a capture, also those that were answered before or refused. */
  uploads = 0;
  /** All that was asked. */
  requests = 0;
  /** Who makes and pushes the commits. */
  push: 'server' | 'agent' = 'server';
  /** Says what to answer in place of taking a capture. */
  beforeTaking: (response: http.ServerResponse) => boolean = () => false;
  /** Called when a capture is taken, before it is answered. */
  afterTaking: (response: http.ServerResponse) => boolean = () => false;

  private readonly mirror = fs.mkdtempSync(path.join(os.tmpdir(), 'comfort-mirror-'));
  private readonly http = http.createServer((request, response) => {
    this.answer(request, response).catch((error: unknown) => {
      this.problem(response, 500, 'INTERNAL', String(error));
    });
  });

  static async start(port = 0): Promise<RecordingServer> {
    const server = new RecordingServer();
    server.git('init', '-q', '--bare');
    await new Promise<void>((resolve) => server.http.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get environment(): Record<string, string> {
    return this.environmentAt(this.port);
  }

  /** Of a server that is to listen there. */
  environmentAt(port: number): Record<string, string> {
    return { COMFORT_URL: `http://127.0.0.1:${port}`, COMFORT_TOKEN: TOKEN };
  }

  /** Paths in a tree that was taken, or whole lines of `git ls-tree`. */
  files(tree: string, whole = false): string[] {
    return this.git('ls-tree', '-r', ...(whole ? [] : ['--name-only']), tree).split('\n');
  }

  content(tree: string, file: string): string {
    return this.git('cat-file', 'blob', `${tree}:${file}`);
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
    fs.rmSync(this.mirror, { recursive: true, force: true });
  }

  private git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.mirror, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  private has(commit: string): boolean {
    try {
      this.git('cat-file', '-e', `${commit}^{commit}`);
      return true;
    } catch {
      return false;
    }
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const body = Buffer.concat(chunks);
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      this.problem(response, 401, 'UNAUTHENTICATED', 'wrong token');
      return;
    }
    switch (request.url) {
      case '/api/captures/negotiations':
        this.negotiate(JSON.parse(body.toString()), response);
        break;
      case '/api/captures':
        this.take(body, response);
        break;
      case '/api/pairings':
        this.json(response, 200, { code: 'once', url: `${this.url}/d/${JSON.parse(body.toString()).draftId}#k=once` });
        break;
      case '/graphql':
        this.json(response, 200, { data: this.graphql(JSON.parse(body.toString())) });
        break;
      default:
        this.problem(response, 404, 'NOT_FOUND', String(request.url));
    }
  }

  private negotiate(question: { remote: string; candidates: string[] }, response: http.ServerResponse): void {
    this.git('fetch', '-q', question.remote, '+refs/heads/*:refs/remotes/origin/*');
    this.json(response, 200, {
      repositoryId: randomUUID(),
      have: question.candidates.filter((commit) => this.has(commit)),
      push: this.push,
    });
  }

  private take(body: Buffer, response: http.ServerResponse): void {
    this.uploads++;
    if (this.beforeTaking(response)) {
      return;
    }
    const [order, bundle] = parts(body);
    const draft = this.store(JSON.parse(order.toString()) as Order, bundle);
    if (!this.afterTaking(response)) {
      this.json(response, 202, { draftId: draft.draftId, captureId: draft.order.captureId, status: 'CAPTURED' });
    }
  }

  private store(order: Order, bundle: Buffer): Taken {
    const before = this.taken.find((each) => each.order.captureId === order.captureId);
    if (before) {
      return before;
    }
    const file = path.join(this.mirror, 'received.bundle');
    fs.writeFileSync(file, bundle);
    this.git('bundle', 'verify', '-q', file);
    const draftId = randomUUID();
    this.git('fetch', '-q', file, `refs/comfort/capture:refs/comfort/drafts/${draftId}`);
    const commit = this.git('rev-parse', `refs/comfort/drafts/${draftId}`);
    const parents = this.git('show', '-s', '--format=%P', commit);
    if (commit !== order.snapshot || parents !== (order.base ?? '')) {
      throw new Error(`${commit} on ${parents} is not ${order.snapshot} on ${order.base}`);
    }
    const header = bundle.subarray(0, bundle.indexOf('\n\n')).toString().split('\n');
    const taken = {
      order,
      draftId,
      prerequisites: header.filter((line) => line.startsWith('-')).map((line) => line.slice(1).trim()),
      tree: this.git('rev-parse', `${commit}^{tree}`),
    };
    this.taken.push(taken);
    this.drafts
      .filter((draft) => draft.order.lane === order.lane && draft.status === 'DRAFTED')
      .forEach((draft) => (draft.status = 'SUPERSEDED'));
    this.drafts.unshift({ id: draftId, status: 'DRAFTED', version: 1, subject: 'feat: as drafted', order });
    return taken;
  }

  private graphql({ query, variables }: { query: string; variables: Record<string, unknown> }): object {
    const input = variables.input as { draftId: string } | undefined;
    if (input) {
      const draft = this.drafts.find(({ id }) => id === input.draftId)!;
      draft.status = query.includes('approveDraft') ? 'PUSHED' : 'DISCARDED';
      draft.version++;
      const payload = { draftId: draft.id, status: draft.status, version: draft.version };
      return query.includes('approveDraft') ? { approveDraft: payload } : { discardDraft: payload };
    }
    const told = (draft: RecordedDraft): object => ({
      id: draft.id,
      status: draft.status,
      version: draft.version,
      message: draft.subject,
      subject: draft.subject,
      branch: draft.order.branch,
      reason: null,
      advice: null,
      commitId: null,
      landedOn: null,
      capturedAt: draft.order.capturedAt,
      summary: { filesChanged: 1, insertions: 1, deletions: 0 },
    });
    if (query.includes('draft(id')) {
      const draft = this.drafts.find(({ id }) => id === variables.id);
      return { draft: draft ? told(draft) : null };
    }
    const status = (variables.status as DraftStatus[] | undefined) ?? [];
    const found = this.drafts.filter((draft) => status.length === 0 || status.includes(draft.status));
    return { drafts: { edges: found.map((draft) => ({ node: told(draft) })) } };
  }

  private json(response: http.ServerResponse, status: number, answer: object): void {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }

  problem(response: http.ServerResponse, status: number, code: string, detail: string): void {
    response
      .writeHead(status, { 'Content-Type': 'application/problem+json' })
      .end(JSON.stringify({ status, code, title: code, detail }));
  }
}

/** The two parts of a multipart body. */
function parts(body: Buffer): [order: Buffer, bundle: Buffer] {
  const boundary = body.subarray(0, body.indexOf('\r\n'));
  const found: Buffer[] = [];
  let start = body.indexOf('\r\n\r\n') + 4;
  for (;;) {
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), boundary]), start);
    if (end < 0) {
      break;
    }
    found.push(body.subarray(start, end));
    start = body.indexOf('\r\n\r\n', end) + 4;
    if (start === 3) {
      break;
    }
  }
  return found as [Buffer, Buffer];
}
