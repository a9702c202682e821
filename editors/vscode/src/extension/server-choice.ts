import * as vscode from 'vscode';
import { Failure, Language } from '../capture/failure';
import { Environment } from '../capture/git';
import { findServer, parseUrl } from '../capture/location';
import { Server } from '../capture/server';
import { isCode, readLink } from './link';

const SECRET = 'comfortCommit.server';

interface Paired {
  readonly url: string;
  readonly token: string;
}

export const language = (): Language => (vscode.env.language.startsWith('ko') ? 'ko' : 'en');

/**
 * Which server this window talks to: the paired one, the one of the setting, or the one that the command line would find.
 * The token of one server is never told to another.
 */
export class ServerChoice {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private paired: Paired | undefined;

  private constructor(private readonly secrets: vscode.SecretStorage) {}

  static async of(context: vscode.ExtensionContext): Promise<ServerChoice> {
    const choice = new ServerChoice(context.secrets);
    choice.paired = parsePaired(await context.secrets.get(SECRET));
    context.subscriptions.push(
      context.secrets.onDidChange(async ({ key }) => {
        if (key === SECRET) {
          choice.paired = parsePaired(await context.secrets.get(SECRET));
          choice.changed.fire();
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('comfortCommit.serverUrl')) {
          choice.changed.fire();
        }
      }),
    );
    return choice;
  }

  /** That of this process, and where in it a capture finds the server. */
  environment(): Environment {
    const setting = vscode.workspace.getConfiguration('comfortCommit').get<string>('serverUrl', '').trim();
    if (this.paired && (setting === '' || sameServer(setting, this.paired.url))) {
      return { ...process.env, COMFORT_URL: this.paired.url, COMFORT_TOKEN: this.paired.token };
    }
    if (setting !== '') {
      const sameInEnvironment = sameServer(setting, process.env.COMFORT_URL ?? '');
      return {
        ...process.env,
        COMFORT_URL: setting,
        COMFORT_TOKEN: sameInEnvironment ? process.env.COMFORT_TOKEN : '',
      };
    }
    return process.env;
  }

  /** Undefined where none is known. */
  server(): Server | undefined {
    try {
      return new Server(findServer(this.environment()), language());
    } catch (thrown) {
      if (Failure.from(thrown).code === 'NO_SERVER') {
        return undefined;
      }
      throw thrown;
    }
  }

  /** Asks for a link, a code or a token, tries it, and keeps what it gives in the editor's secret storage. */
  async pair(): Promise<void> {
    const title = vscode.l10n.t('Pair with a server');
    const answer = await vscode.window.showInputBox({
      title,
      prompt: vscode.l10n.t('A pairing link or code of the server, or its address'),
      placeHolder: 'http://127.0.0.1:7878/#k=…',
      ignoreFocusOut: true,
      validateInput: (text) => invalid(text),
    });
    let link = answer === undefined ? undefined : readLink(answer);
    if (link && link.url === '') {
      const address = await this.addressFor(title);
      link = address === undefined ? undefined : { ...link, url: address };
    }
    if (!link) {
      return;
    }
    const proof = link.proof || (await askForProof(title))?.trim();
    if (!proof) {
      return;
    }
    const url = parseUrl(link.url);
    const token = isCode(proof) ? await new Server({ url, token: '' }, language()).tokenFor(proof) : proof;
    await new Server({ url, token }, language()).drafts([], 1);
    await this.secrets.store(SECRET, JSON.stringify({ url: link.url, token }));
    void vscode.window.setStatusBarMessage(vscode.l10n.t('Paired with {0}', link.url), 5_000);
  }

  /** A code alone does not say where it is from: the server that is known, if any, or the one that is named. */
  private async addressFor(title: string): Promise<string | undefined> {
    let known = '';
    try {
      known = findServer(this.environment()).url.href;
    } catch {
      // Then it is to be named.
    }
    const address = await vscode.window.showInputBox({
      title,
      prompt: vscode.l10n.t('Address of the server that gave the code'),
      placeHolder: 'http://127.0.0.1:7878',
      value: known,
      ignoreFocusOut: true,
      validateInput: (text) => (readLink(text)?.url ? undefined : invalid('')),
    });
    return address === undefined ? undefined : readLink(address)?.url;
  }

  async unpair(): Promise<void> {
    await this.secrets.delete(SECRET);
  }
}

function parsePaired(secret: string | undefined): Paired | undefined {
  return secret === undefined ? undefined : (JSON.parse(secret) as Paired);
}

function sameServer(one: string, other: string): boolean {
  try {
    return parseUrl(one).href === parseUrl(other).href;
  } catch {
    return false;
  }
}

function askForProof(title: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The code of a pairing link, or the token in the line that "comfort up --json" prints'),
    password: true,
    ignoreFocusOut: true,
  });
}

/** What is wrong with the answer to the first question, if anything is. */
function invalid(text: string): string | undefined {
  const link = readLink(text);
  if (!link) {
    return vscode.l10n.t('This is neither the address of a server nor a link or code of one.');
  }
  return link.toADraft ? vscode.l10n.t('This link opens a draft in a browser. An editor needs one that leads to no draft.') : undefined;
}
