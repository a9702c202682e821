import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Environment } from '../src/capture/git';

/** A real repository with a remote beside it, in a folder of its own, and the home of its author. */
export class Repository {
  readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'comfort 시험-')));
  readonly root = path.join(this.folder, 'work');
  readonly origin = path.join(this.folder, 'origin.git');

  /** Of whatever runs for this author; nothing of the machine's own. */
  readonly environment: Environment = {
    PATH: process.env.PATH,
    HOME: path.join(this.folder, 'home'),
    XDG_CONFIG_HOME: path.join(this.folder, 'home', 'config'),
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C.UTF-8',
    TZ: 'Asia/Seoul',
  };

  private constructor() {}

  /** One commit, pushed. */
  static create(): Repository {
    const repository = new Repository();
    fs.mkdirSync(repository.root);
    fs.mkdirSync(path.join(repository.folder, 'home'));
    repository.git('init', '-q', '--bare', '-b', 'main', repository.origin);
    repository.git('init', '-q', '-b', 'main');
    repository.git('config', 'user.name', '김작가');
    repository.git('config', 'user.email', 'author@example.com');
    repository.git('config', 'gc.auto', '0');
    repository.git('remote', 'add', 'origin', repository.origin);
    repository.write('src/order.ts', 'export const total = 1;\n');
    repository.write('run.sh', '#!/bin/sh\n');
    repository.commit('feat: begin');
    repository.git('push', '-q', '-u', 'origin', 'main');
    return repository;
  }

  /** The same, with more in the environment. */
  with(variables: Record<string, string>): Repository {
    return Object.assign(Object.create(this) as Repository, { environment: { ...this.environment, ...variables } });
  }

  git(...args: string[]): string {
    return this.gitIn(this.root, ...args);
  }

  gitIn(folder: string, ...args: string[]): string {
    return execFileSync('git', args, {
      cwd: folder,
      env: this.environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd();
  }

  commit(message: string): string {
    this.git('add', '-A');
    this.git('commit', '-q', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  write(file: string, content: string | Buffer): void {
    const at = path.join(this.root, file);
    fs.mkdirSync(path.dirname(at), { recursive: true });
    fs.writeFileSync(at, content);
  }

  remove(file: string): void {
    fs.rmSync(path.join(this.root, file), { recursive: true });
  }

  /** The tree that `git add -A` and `git write-tree` make of the work tree, found out on a copy of the whole folder. */
  expectedTree(): string {
    const copy = fs.mkdtempSync(path.join(this.folder, 'copy-'));
    fs.cpSync(this.root, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    this.gitIn(copy, 'add', '-A');
    const tree = this.gitIn(copy, 'write-tree');
    fs.rmSync(copy, { recursive: true });
    return tree;
  }

  /** All that a capture must not touch: index, refs and reflogs, stash, objects, and every file of the work tree. */
  state(): string[] {
    const own = (file: string): boolean => file !== '.git/comfort' && !file.startsWith('.git/comfort/');
    return fs
      .readdirSync(this.root, { recursive: true, encoding: 'latin1' })
      .filter(own)
      .sort()
      .map((name) => {
        const at = Buffer.concat([Buffer.from(`${this.root}/`), Buffer.from(name, 'latin1')]);
        const stat = fs.lstatSync(at, { bigint: true });
        const content = stat.isFile() ? createHash('sha1').update(fs.readFileSync(at)).digest('hex') : '';
        // Git gives an object the time of its last use, so that a garbage collection leaves it alone.
        const timeless = stat.isDirectory() || name.startsWith('.git/objects/');
        return `${name} ${stat.mode} ${timeless ? '' : stat.mtimeNs} ${content}`;
      });
  }

  dispose(): void {
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
