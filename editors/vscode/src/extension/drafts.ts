import * as vscode from 'vscode';
import { Failure } from '../capture/failure';
import { Draft, DraftStatus, OPEN } from '../capture/server';
import { ServerChoice } from './server-choice';

const MOST = 50;
/** While the server writes or pushes it is asked more often. */
const SOON_MILLIS = 700;
const LONGEST_PAUSE_MILLIS = 60_000;

/** What is known of the drafts. */
export interface DraftsState {
  /** Newest first. */
  readonly open: readonly Draft[];
  /** The draft of this window's last capture, also after its end. */
  readonly latest: Draft | undefined;
  readonly failure: Failure | undefined;
  readonly hasServer: boolean;
}

/** Follows the drafts, by asking for them again and again. */
export class Drafts implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<DraftsState>();
  readonly onDidChange = this.changed.event;
  private current: DraftsState = { open: [], latest: undefined, failure: undefined, hasServer: false };
  private latestId: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private disposed = false;

  constructor(private readonly choice: ServerChoice) {}

  get state(): DraftsState {
    return this.current;
  }

  /** The draft to show the state of. */
  async follow(draftId: string): Promise<void> {
    this.latestId = draftId;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    clearTimeout(this.timer);
    this.set(await this.ask());
    if (!this.disposed) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.refresh(), this.pause());
    }
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.changed.dispose();
  }

  private async ask(): Promise<DraftsState> {
    try {
      const server = this.choice.server();
      if (!server) {
        return { open: [], latest: undefined, failure: undefined, hasServer: false };
      }
      const [open, latest] = await Promise.all([
        server.drafts(OPEN, MOST),
        this.latestId === undefined ? undefined : server.draft(this.latestId),
      ]);
      this.failures = 0;
      return { open, latest: latest ?? open[0], failure: undefined, hasServer: true };
    } catch (thrown) {
      this.failures++;
      return { ...this.current, failure: Failure.from(thrown), hasServer: true };
    }
  }

  private set(state: DraftsState): void {
    const before = JSON.stringify(this.current);
    this.current = state;
    if (!this.disposed && JSON.stringify(state) !== before) {
      this.changed.fire(state);
    }
  }

  private pause(): number {
    const usual = vscode.workspace.getConfiguration('comfortCommit').get<number>('pollSeconds', 5) * 1000;
    const moving: DraftStatus[] = ['CAPTURED', 'APPROVED'];
    if (this.failures > 0) {
      return Math.min(LONGEST_PAUSE_MILLIS, usual * 2 ** Math.min(this.failures, 6));
    }
    return this.current.latest && moving.includes(this.current.latest.status) ? Math.min(SOON_MILLIS, usual) : usual;
  }
}

/** The state of a draft in a few words. */
export function inWords(status: DraftStatus): string {
  switch (status) {
    case 'CAPTURED':
      return vscode.l10n.t('its message is being drafted');
    case 'DRAFTED':
      return vscode.l10n.t('waits for your approval');
    case 'APPROVED':
      return vscode.l10n.t('approved, being pushed');
    case 'PUSHED':
      return vscode.l10n.t('on the remote');
    case 'PUSH_FAILED':
      return vscode.l10n.t('could not be pushed');
    case 'DISCARDED':
      return vscode.l10n.t('discarded');
    case 'EXPIRED':
      return vscode.l10n.t('expired');
    case 'SUPERSEDED':
      return vscode.l10n.t('replaced by a newer capture of this desk');
  }
}

export function icon(status: DraftStatus): string {
  switch (status) {
    case 'CAPTURED':
    case 'APPROVED':
      return 'sync~spin';
    case 'DRAFTED':
      return 'git-commit';
    case 'PUSHED':
      return 'cloud-upload';
    case 'PUSH_FAILED':
      return 'warning';
    case 'DISCARDED':
    case 'EXPIRED':
    case 'SUPERSEDED':
      return 'circle-slash';
  }
}

export const isDecidable = (draft: Draft): boolean => draft.status === 'DRAFTED' || draft.status === 'PUSH_FAILED';

/** Open drafts in the view of source control. */
export class DraftsTree implements vscode.TreeDataProvider<Draft> {
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(private readonly drafts: Drafts) {
    const changed = new vscode.EventEmitter<void>();
    drafts.onDidChange(() => changed.fire());
    this.onDidChangeTreeData = changed.event;
  }

  getChildren(parent?: Draft): Draft[] {
    return parent ? [] : [...this.drafts.state.open];
  }

  getTreeItem(draft: Draft): vscode.TreeItem {
    const item = new vscode.TreeItem(draft.subject ?? vscode.l10n.t('(no message yet)'));
    const { filesChanged, insertions, deletions } = draft.summary;
    item.id = draft.id;
    item.description = `${draft.branch} · ${inWords(draft.status)}`;
    item.iconPath = new vscode.ThemeIcon(icon(draft.status));
    item.contextValue = isDecidable(draft) ? 'decidable' : 'waiting';
    item.tooltip = [
      draft.message ?? '',
      vscode.l10n.t('{0} files, {1} lines added, {2} removed', filesChanged, insertions, deletions),
      draft.reason ?? '',
      draft.advice ?? '',
    ]
      .filter((part) => part !== '')
      .join('\n\n');
    item.accessibilityInformation = { label: `${item.label as string}, ${item.description}` };
    return item;
  }
}
