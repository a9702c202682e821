import * as vscode from 'vscode';
import { Failure, Language } from '../capture/failure';
import { Environment } from '../capture/git';
import { findServer, parseUrl } from '../capture/location';
import { Server } from '../capture/server';

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

  /** Asks for address and token, tries them, and keeps them in the editor's secret storage. */
  async pair(): Promise<void> {
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('Pair with a server'),
      prompt: vscode.l10n.t('A link to the server, or the line that "comfort up --json" prints'),
      placeHolder: 'http://127.0.0.1:7878',
      ignoreFocusOut: true,
      validateInput: (text) => (readLink(text) ? undefined : vscode.l10n.t('This is not the address of a server.')),
    });
    const link = answer === undefined ? undefined : readLink(answer);
    if (!link) {
      return;
    }
    const token =
      link.token ||
      (await vscode.window.showInputBox({
        title: vscode.l10n.t('Pair with a server'),
        prompt: link.forBrowsers
          ? vscode.l10n.t('This link lets a browser in. The editor needs the token, from the line that "comfort up" prints')
          : vscode.l10n.t('The token, from the line that "comfort up" prints'),
        password: true,
        ignoreFocusOut: true,
      }));
    if (!token) {
      return;
    }
    await new Server({ url: parseUrl(link.url), token }, language()).drafts([], 1);
    await this.secrets.store(SECRET, JSON.stringify({ url: link.url, token }));
    void vscode.window.setStatusBarMessage(vscode.l10n.t('Paired with {0}', link.url), 5_000);
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

/** An address, a link of the server's, or the line of `comfort up --json`. */
export function readLink(text: string): { url: string; token: string; forBrowsers: boolean } | undefined {
  try {
    const line = text.trim();
    const told = line.startsWith('{') ? (JSON.parse(line) as Partial<Paired>) : { url: line };
    const url = parseUrl(told.url ?? '');
    return { url: url.origin, token: told.token ?? '', forBrowsers: url.hash.startsWith('#k=') };
  } catch {
    return undefined;
  }
}
