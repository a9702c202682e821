import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';

/** Class path of the server and the command line, as the build made it; without it the launcher of this checkout is used. */
const CLASS_PATH = process.env.COMFORT_TEST_CLASSPATH;
const LAUNCHER = path.resolve('../../comfort');

/** As the launcher has it. */
function mainClassOf(what: 'server' | 'cli'): string {
  return new RegExp(`^${what}_class=(.*)$`, 'm').exec(fs.readFileSync(LAUNCHER, 'utf8'))![1];
}

function program(main: string, args: string[]): [file: string, args: string[]] {
  if (CLASS_PATH === undefined) {
    return [LAUNCHER, args];
  }
  const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const options = ['--enable-native-access=ALL-UNNAMED', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx384m'];
  return [java, [...options, '-cp', fs.readFileSync(CLASS_PATH, 'utf8').trim(), main, ...args]];
}

/** The real server, in a process of its own, with data of its own. */
export class Standalone {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    readonly token: string,
  ) {}

  /**
   * @param folder for its data, its configuration and what it says
   * @param settings as environment variables
   */
  static async start(folder: string, settings: Record<string, string> = {}): Promise<Standalone> {
    const said = fs.openSync(path.join(folder, 'server.log'), 'a');
    const [file, args] = program(mainClassOf('server'), [
      ...(CLASS_PATH === undefined ? ['up'] : []),
      '--json',
      '--port',
      '0',
      '--data',
      path.join(folder, 'data'),
    ]);
    const server = spawn(file, args, {
      stdio: ['ignore', 'pipe', said],
      env: { ...process.env, ...settings, XDG_CONFIG_HOME: path.join(folder, 'config'), AXONIQ_UPDATE_CHECKER_DISABLED: 'true' },
    });
    for await (const line of createInterface({ input: server.stdout! })) {
      const { url, token } = JSON.parse(line) as { url: string; token: string };
      return new Standalone(server, url, token);
    }
    throw new Error(`the server ended before it was ready:\n${fs.readFileSync(path.join(folder, 'server.log'), 'utf8')}`);
  }

  /** As the owner. */
  async post(at: string, question: object): Promise<Record<string, unknown>> {
    const answer = await fetch(new URL(at, this.url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.token}` },
      body: JSON.stringify(question),
    });
    if (!answer.ok) {
      throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
    }
    return (await answer.json()) as Record<string, unknown>;
  }

  /** A fresh link that lets one browser or program in, once. */
  async pairingLink(): Promise<string> {
    return (await this.post('/api/pairings', {})).url as string;
  }

  get environment(): Record<string, string> {
    return { COMFORT_URL: this.url, COMFORT_TOKEN: this.token };
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill();
    await ended;
  }
}

/** Runs the command line and reads its lines. */
export function comfort(environment: Record<string, string | undefined>, ...args: string[]): { exit: number; lines: Line[] } {
  const [file, all] = program(mainClassOf('cli'), [...args, '--json']);
  const ran = spawnSync(file, all, { encoding: 'utf8', env: environment as NodeJS.ProcessEnv });
  const lines = ran.stdout.split('\n').filter((line) => line.startsWith('{'));
  return { exit: ran.status ?? -1, lines: lines.map((line) => JSON.parse(line) as Line) };
}

export type Line = Record<string, unknown>;
