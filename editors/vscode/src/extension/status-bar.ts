import * as vscode from 'vscode';
import { DraftsState, icon, inWords } from './drafts';
import { language } from './server-choice';

const LONGEST_SUBJECT = 40;

/** One line in the status bar: how the newest draft stands. A click shows the open ones. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('comfortCommit.status', vscode.StatusBarAlignment.Left, 1);
  private state: DraftsState | undefined;
  private capturing = false;
  private waiting = 0;

  constructor() {
    this.item.name = 'Comfort Commit';
    this.item.command = 'comfortCommit.openDrafts';
    this.draw();
    this.item.show();
  }

  drafts(state: DraftsState): void {
    this.state = state;
    this.draw();
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.capturing = true;
    this.draw();
    try {
      return await work;
    } finally {
      this.capturing = false;
      this.draw();
    }
  }

  /** @param captures that wait on this disk until the server answers */
  spooled(captures: number): void {
    this.waiting = captures;
    this.draw();
  }

  dispose(): void {
    this.item.dispose();
  }

  private draw(): void {
    const [symbol, text, tooltip] = this.look();
    this.item.text = `$(${symbol}) ${text}`;
    this.item.tooltip = tooltip ?? text;
    this.item.accessibilityInformation = { label: `Comfort Commit: ${text}` };
  }

  private look(): [symbol: string, text: string, tooltip?: string | undefined] {
    if (this.capturing) {
      return ['sync~spin', vscode.l10n.t('Capturing')];
    }
    if (this.waiting > 0) {
      return ['cloud-offline', vscode.l10n.t('{0} captures wait for the server', this.waiting)];
    }
    if (this.state?.failure) {
      return ['cloud-offline', vscode.l10n.t('Server not reached'), this.state.failure.sentence(language())];
    }
    const latest = this.state?.latest;
    if (!this.state?.hasServer || !latest) {
      return ['git-commit', 'Comfort Commit'];
    }
    const subject = latest.subject ?? latest.branch;
    const short = subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT)}…` : subject;
    return [icon(latest.status), `${short} (${inWords(latest.status)})`, latest.message ?? undefined];
  }
}
