import { spawn } from 'node:child_process';
import { Failure } from './failure';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Hooks, the file system monitor, other forms of the index, signing and maintenance are no part of a capture. */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.splitIndex=false',
  'commit.gpgSign=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'i18n.commitEncoding=UTF-8',
  'i18n.logOutputEncoding=UTF-8',
  'color.ui=false',
];

/** What the user says to git by the environment; everything else there is a calling hook's business. */
const KEPT = new Set([
  'GIT_ASKPASS',
  'GIT_AUTHOR_EMAIL',
  'GIT_AUTHOR_NAME',
  'GIT_CEILING_DIRECTORIES',
  'GIT_COMMITTER_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CONFIG_SYSTEM',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_EXEC_PATH',
  'GIT_LFS_SKIP_SMUDGE',
  'GIT_PROXY_COMMAND',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_SSH_VARIANT',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'GIT_SSL_CERT',
  'GIT_SSL_KEY',
  'GIT_SSL_NO_VERIFY',
]);

/** What a git process left. */
export class GitOutput {
  constructor(
    readonly exit: number,
    readonly out: Buffer,
    readonly err: string,
  ) {}

  get ok(): boolean {
    return this.exit === 0;
  }

  /** Stdout without the white space at its end. */
  get text(): string {
    return this.out.toString('utf8').trimEnd();
  }

  get lines(): string[] {
    return this.text === '' ? [] : this.text.split('\n');
  }

  /** Parts that end with NUL; each char is one byte, since a path need not be UTF-8. */
  get parts(): string[] {
    return this.out.toString('latin1').split('\0').slice(0, -1);
  }
}

/** Runs the system's git in a folder, in an environment that is clean of what a calling hook left. */
export class Git {
  private constructor(
    readonly folder: string,
    private readonly environment: Environment,
    private readonly settings: readonly string[],
  ) {}

  static in(folder: string, environment: Environment): Git {
    const clean = Object.fromEntries(
      Object.entries(environment).filter(([name]) => !name.startsWith('GIT_') || KEPT.has(name)),
    );
    return new Git(
      folder,
      {
        ...clean,
        GIT_OPTIONAL_LOCKS: '0',
        GIT_NO_REPLACE_OBJECTS: '1',
        GIT_LITERAL_PATHSPECS: '1',
        GIT_TERMINAL_PROMPT: '0',
      },
      SETTINGS,
    );
  }

  at(other: string): Git {
    return new Git(other, this.environment, this.settings);
  }

  with(variables: Environment): Git {
    return new Git(this.folder, { ...this.environment, ...variables }, this.settings);
  }

  /** @param setting `name=value` */
  set(setting: string): Git {
    return new Git(this.folder, this.environment, [...this.settings, setting]);
  }

  /** Runs it, whatever its exit code. */
  run(args: readonly string[], input?: Buffer): Promise<GitOutput> {
    return this.start(args, input, 'pipe');
  }

  /** Stdout of a git that must succeed. */
  async must(args: readonly string[], input?: Buffer): Promise<GitOutput> {
    return checked(await this.run(args, input), args);
  }

  /** Lets git write its stdout to an open file. */
  async mustWrite(file: number, args: readonly string[], input: Buffer): Promise<void> {
    checked(await this.start(args, input, file), args);
  }

  async succeeds(args: readonly string[]): Promise<boolean> {
    return (await this.run(args)).ok;
  }

  private start(args: readonly string[], input: Buffer | undefined, out: 'pipe' | number): Promise<GitOutput> {
    const command = [...this.settings.flatMap((setting) => ['-c', setting]), ...args];
    return new Promise((resolve, reject) => {
      const process = spawn('git', command, {
        cwd: this.folder,
        env: this.environment,
        stdio: ['pipe', out, 'pipe'],
        windowsHide: true,
      });
      const said: Buffer[] = [];
      const wrote: Buffer[] = [];
      process.stdout?.on('data', (chunk: Buffer) => wrote.push(chunk));
      process.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
      process.stdin?.on('error', () => {
        // It had enough; its exit code says whether that was right.
      });
      process.on('error', (error) => reject(Failure.because(error, 'GIT_MISSING')));
      process.on('close', (exit) =>
        resolve(new GitOutput(exit ?? 128, Buffer.concat(wrote), Buffer.concat(said).toString('utf8'))),
      );
      process.stdin?.end(input);
    });
  }
}

function checked(output: GitOutput, args: readonly string[]): GitOutput {
  if (!output.ok) {
    throw gitFailed(output, args);
  }
  return output;
}

export function gitFailed(output: GitOutput, args: readonly string[]): Failure {
  return Failure.of('GIT_FAILED', `git ${args[0]}`, lastWords(output.err));
}

/** What it said, without progress and without a flood. */
export function lastWords(said: string): string {
  return said
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r') + 1).trim())
    .filter((line) => line !== '' && !line.startsWith('hint:'))
    .slice(-8)
    .join('\n');
}

/** A path of git's as people read it and as Node opens it. */
export function readable(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8');
}
