import * as vscode from 'vscode';
import { Failure } from '../capture/failure';
import { language } from './server-choice';

const KEY = 'silenced';

/** What the author is told in a corner of the window. Each kind can be silenced for good. */
export class Notices {
  constructor(private readonly memory: vscode.Memento) {}

  /** @returns what was chosen among the actions */
  async inform(kind: string, text: string, ...actions: string[]): Promise<string | undefined> {
    return this.tell(kind, actions, (all) => vscode.window.showInformationMessage(text, ...all));
  }

  async warn(kind: string, text: string, ...actions: string[]): Promise<string | undefined> {
    return this.tell(kind, actions, (all) => vscode.window.showWarningMessage(text, ...all));
  }

  /** What went wrong and what to do about it. */
  async fail(failure: Failure, where?: string): Promise<void> {
    const spoken = [failure.sentence(language()), failure.advice(language())].filter((part) => part !== '').join(' ');
    await this.warn(failure.code, where === undefined ? spoken : `${where}: ${spoken}`);
  }

  async speakAgain(): Promise<void> {
    await this.memory.update(KEY, undefined);
  }

  private async tell(
    kind: string,
    actions: string[],
    show: (all: string[]) => Thenable<string | undefined>,
  ): Promise<string | undefined> {
    const silenced = this.memory.get<string[]>(KEY, []);
    if (silenced.includes(kind)) {
      return undefined;
    }
    const never = vscode.l10n.t("Don't show again");
    const chosen = await show([...actions, never]);
    if (chosen !== never) {
      return chosen;
    }
    await this.memory.update(KEY, [...new Set([...this.memory.get<string[]>(KEY, []), kind])]);
    return undefined;
  }
}
