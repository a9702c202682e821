import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { capture, Outcome, sendWaiting, Surroundings } from '../capture/capture';
import { Failure } from '../capture/failure';
import { Git } from '../capture/git';
import { isServerKnown } from '../capture/location';
import { Drafts } from './drafts';
import { Notices } from './notices';
import { language, ServerChoice } from './server-choice';
import { StatusBar } from './status-bar';

/** A line of the capturing process, see `capture/main.ts`. */
interface Remembered {
  readonly folder: string;
  readonly error?: { readonly code: string; readonly message: string; readonly advice: string };
}

/** Captures the folders of this window: on command, after a pause, and when the window closes. */
export class Captures implements vscode.Disposable {
  /** Work trees, each once. */
  private roots: string[] = [];
  private idle: NodeJS.Timeout | undefined;
  private readonly outcomes: string;
  private readonly process: string;

  constructor(
    context: vscode.ExtensionContext,
    private readonly choice: ServerChoice,
    private readonly drafts: Drafts,
    private readonly statusBar: StatusBar,
    private readonly notices: Notices,
  ) {
    this.outcomes = path.join(context.globalStorageUri.fsPath, 'outcomes');
    this.process = context.asAbsolutePath('dist/capture.js');
  }

  /** Finds the work trees again, and sends what waits in them. */
  async folders(): Promise<void> {
    await this.findRoots();
    await this.tellLastClosing();
    await this.sendWaiting();
  }

  private async findRoots(): Promise<void> {
    const found = await Promise.all(
      (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file' && vscode.workspace.isTrusted)
        .map(({ uri }) => Git.in(uri.fsPath, process.env).run(['rev-parse', '--show-toplevel']).catch(() => undefined)),
    );
    this.roots = [...new Set(found.filter((answer) => answer?.ok).map((answer) => path.resolve(answer!.text)))];
  }

  /** On command: says what came of it. */
  async captureNow(): Promise<void> {
    // The window may have opened in this moment, or `git init` was run since.
    await this.findRoots();
    if (this.roots.length === 0) {
      const text = vscode.l10n.t('No folder of this window is in a git repository, so there is nothing to capture.');
      await this.notices.warn('NOT_A_REPOSITORY', text);
      return;
    }
    await this.statusBar.during(this.captureAll(false));
  }

  /** Somebody edited: the pause begins anew. */
  edited(): void {
    clearTimeout(this.idle);
    const minutes = vscode.workspace.getConfiguration('comfortCommit').get<number>('idleMinutes', 0);
    if (minutes > 0 && vscode.workspace.isTrusted) {
      this.idle = setTimeout(() => void this.statusBar.during(this.captureAll(true)), minutes * 60_000);
    }
  }

  /** Sends what could not be sent before. */
  async sendWaiting(): Promise<void> {
    let waiting = 0;
    for (const root of this.roots) {
      try {
        const delivery = await sendWaiting(root, this.around());
        const newest = [...delivery.sent.values()].at(-1);
        if (newest !== undefined) {
          await this.drafts.follow(newest);
        }
        for (const failure of delivery.refused.values()) {
          void this.notices.fail(failure, path.basename(root));
        }
        if (delivery.stopped?.code === 'AGENT_ONLY') {
          void this.notices.fail(delivery.stopped, path.basename(root));
        }
        waiting += delivery.waiting;
      } catch {
        // Whoever captures there is told; nobody asked for this.
      }
    }
    this.statusBar.spooled(waiting);
  }

  /**
   * The window closes: a process that outlives it captures. Starting it takes some milliseconds and is all that closing
   * waits for.
   *
   * @returns how many folders it captures
   */
  closing(): number {
    clearTimeout(this.idle);
    const wanted = vscode.workspace.getConfiguration('comfortCommit').get<boolean>('captureOnClose', true);
    if (!wanted || this.roots.length === 0 || !vscode.workspace.isTrusted) {
      return 0;
    }
    const environment = this.choice.environment();
    if (!isServerKnown(environment)) {
      return 0;
    }
    spawn(
      process.execPath,
      [this.process, '--automatic', '--outcomes', this.outcomes, '--lang', language(), ...this.roots],
      {
        cwd: os.tmpdir(),
        detached: true,
        stdio: 'ignore',
        windowsHide: true,
        // The editor's own program is Node then.
        env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
      },
    ).unref();
    return this.roots.length;
  }

  dispose(): void {
    clearTimeout(this.idle);
  }

  private async captureAll(automatic: boolean): Promise<void> {
    for (const root of this.roots) {
      try {
        await this.tell(root, await capture(root, this.around(), automatic), automatic);
      } catch (thrown) {
        void this.notices.fail(Failure.from(thrown), this.roots.length > 1 ? path.basename(root) : undefined);
      }
    }
  }

  private async tell(root: string, outcome: Outcome, automatic: boolean): Promise<void> {
    switch (outcome.status) {
      case 'CAPTURED':
        await this.drafts.follow(outcome.draftId);
        this.statusBar.spooled(0);
        return;
      case 'SPOOLED':
        this.statusBar.spooled(outcome.left);
        if (outcome.because && !['SERVER_UNREACHABLE', 'SERVER_STOPPED'].includes(outcome.because.code)) {
          void this.notices.fail(outcome.because, path.basename(root));
        } else if (!automatic) {
          void this.notices.warn(
            'spooled',
            vscode.l10n.t('The server could not be reached. The capture is kept here and sent as soon as it can be.'),
          );
        }
        return;
      case 'NO_CHANGE':
      case 'CAPTURED_BEFORE':
        if (!automatic) {
          void this.notices.inform(
            'noChange',
            vscode.l10n.t('{0}: nothing differs from the last commit, so there is nothing to capture.', path.basename(root)),
          );
        }
    }
  }

  /** What became of the captures when a window of these folders closed last. */
  private async tellLastClosing(): Promise<void> {
    const names = await fs.promises.readdir(this.outcomes).catch(() => []);
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const file = path.join(this.outcomes, name);
      try {
        const { folder, error } = JSON.parse(await fs.promises.readFile(file, 'utf8')) as Remembered;
        if (!this.roots.includes(folder)) {
          continue;
        }
        await fs.promises.rm(file, { force: true });
        if (error) {
          const where = path.basename(folder);
          void this.notices.warn(
            error.code,
            vscode.l10n.t('{0} was not captured when its window closed: {1} {2}', where, error.message, error.advice),
          );
        }
      } catch {
        // Another window of these folders told it.
      }
    }
  }

  private around(): Surroundings {
    return { environment: this.choice.environment(), language: language(), now: Date.now };
  }
}
