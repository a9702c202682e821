import { debuglog } from 'node:util';
import * as vscode from 'vscode';
import { Failure } from '../capture/failure';
import { Draft, Server } from '../capture/server';
import { Captures } from './captures';
import { Drafts, DraftsState, DraftsTree, inWords, isDecidable } from './drafts';
import { Notices } from './notices';
import { PhoneView } from './phone';
import { ServerChoice } from './server-choice';
import { StatusBar } from './status-bar';

/** Speaks where NODE_DEBUG names it. */
const debug = debuglog('comfort');
let captures: Captures | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const notices = new Notices(context.globalState);
  const choice = await ServerChoice.of(context);
  const drafts = new Drafts(choice);
  const statusBar = new StatusBar();
  const phone = new PhoneView();
  const desk = new Captures(context, choice, drafts, statusBar, notices);
  captures = desk;

  const command = (name: string, work: (draft?: Draft) => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(`comfortCommit.${name}`, async (draft?: Draft) => {
      try {
        await work(draft);
      } catch (thrown) {
        await notices.fail(Failure.from(thrown));
      }
    });
  const server = (): Server => {
    const found = choice.server();
    if (!found) {
      throw Failure.of('NO_SERVER');
    }
    return found;
  };
  /** Of what is wanted, the one that was clicked, else the one that is picked. */
  const chosen = async (given: Draft | undefined, fits: (draft: Draft) => boolean): Promise<Draft | undefined> => {
    if (given) {
      return given;
    }
    server();
    await drafts.refresh();
    return pick(drafts.state.open.filter(fits));
  };

  context.subscriptions.push(
    drafts,
    statusBar,
    phone,
    desk,
    vscode.window.registerTreeDataProvider('comfortCommit.drafts', new DraftsTree(drafts)),
    drafts.onDidChange((state) => statusBar.drafts(state)),
    drafts.onDidChange((state) => phone.drafts(state)),
    drafts.onDidChange((state) => vscode.commands.executeCommand('setContext', 'comfortCommit.paired', state.hasServer)),
    drafts.onDidChange(pushFailures(notices)),
    drafts.onDidChange(reachedAgain(() => desk.sendWaiting())),
    choice.onDidChange(() => drafts.refresh()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => desk.folders()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => desk.folders()),
    vscode.workspace.onDidSaveTextDocument(() => desk.edited()),
    vscode.workspace.onDidChangeTextDocument(() => desk.edited()),
    command('capture', () => desk.captureNow()),
    command('openDrafts', async () => vscode.commands.executeCommand('comfortCommit.drafts.focus')),
    command('refresh', () => drafts.refresh()),
    command('approve', async (given) => approve(server, drafts, await chosen(given, isDecidable))),
    command('discard', async (given) => discard(server, drafts, await chosen(given, isDecidable))),
    command('openOnPhone', async (given) => {
      const draft = await chosen(given, () => true);
      return draft && phone.show(server(), draft);
    }),
    command('pair', () => choice.pair()),
    command('unpair', () => choice.unpair()),
    command('speakAgain', () => notices.speakAgain()),
  );
  await drafts.refresh();
  await desk.folders();
}

/** The window closes. What is to be done then must not take time here. */
export function deactivate(): void {
  const begun = performance.now();
  const folders = captures?.closing() ?? 0;
  debug('closing was delayed by %d ms, folders that are captured: %d', Math.round(performance.now() - begun), folders);
}

async function pick(drafts: readonly Draft[]): Promise<Draft | undefined> {
  const items = drafts.map((draft) => ({
    label: draft.subject ?? draft.branch,
    description: `${draft.branch} · ${inWords(draft.status)}`,
    draft,
  }));
  const placeHolder = items.length === 0 ? vscode.l10n.t('No draft is open') : vscode.l10n.t('Which draft?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.draft;
}

/** Pushes to the remote, so what is approved is shown first: message and version as they were seen. */
async function approve(server: () => Server, drafts: Drafts, draft: Draft | undefined): Promise<void> {
  if (!draft) {
    return;
  }
  const yes = vscode.l10n.t('Approve and push');
  const detail = draft.message ?? '';
  const title = vscode.l10n.t('Commit this to {0}?', draft.branch);
  if ((await vscode.window.showInformationMessage(title, { modal: true, detail }, yes)) === yes) {
    await server().approve(draft);
    await drafts.follow(draft.id);
  }
}

async function discard(server: () => Server, drafts: Drafts, draft: Draft | undefined): Promise<void> {
  if (!draft) {
    return;
  }
  const yes = vscode.l10n.t('Discard');
  const detail = vscode.l10n.t('Your files stay as they are.');
  const title = vscode.l10n.t('Discard "{0}"?', draft.subject ?? draft.branch);
  if ((await vscode.window.showWarningMessage(title, { modal: true, detail }, yes)) === yes) {
    await server().discard(draft);
    await drafts.refresh();
  }
}

/** Says once of each draft that its push failed, and what to do. */
function pushFailures(notices: Notices): (state: DraftsState) => void {
  const told = new Set<string>();
  return ({ open, latest }) => {
    for (const draft of [...open, ...(latest ? [latest] : [])]) {
      const attempt = `${draft.id} ${draft.version}`;
      if (draft.status === 'PUSH_FAILED' && !told.has(attempt)) {
        told.add(attempt);
        const why = [draft.reason, draft.advice].filter((part) => part).join(' ');
        void notices.warn(
          'pushFailed',
          vscode.l10n.t('"{0}" could not be pushed. {1}', draft.subject ?? draft.branch, why),
        );
      }
    }
  };
}

/** Does something when the server answers after it did not. */
function reachedAgain(work: () => Promise<void>): (state: DraftsState) => void {
  let failed = false;
  return ({ failure }) => {
    if (failed && !failure) {
      void work();
    }
    failed = failure !== undefined;
  };
}
