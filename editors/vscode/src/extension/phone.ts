import qrcode from 'qrcode-generator';
import * as vscode from 'vscode';
import { Draft, Server } from '../capture/server';
import { DraftsState } from './drafts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Shows a link to a draft, which lets one phone in once, as a QR code. Nothing is loaded from anywhere. */
export class PhoneView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private draftId = '';

  async show(server: Server, draft: Draft): Promise<void> {
    const link = await server.approvalLink(draft.id);
    this.panel ??= this.open();
    this.draftId = draft.id;
    this.panel.webview.html = page(link, draft.subject ?? '');
    this.panel.reveal();
  }

  /** What was decided on, there or here, needs no link any more. */
  drafts({ open, failure }: DraftsState): void {
    const shown = open.find(({ id }) => id === this.draftId);
    if (!failure && (!shown || shown.status === 'APPROVED')) {
      this.panel?.dispose();
    }
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private open(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      'comfortCommit.phone',
      vscode.l10n.t('Open on the phone'),
      vscode.ViewColumn.Active,
      { enableScripts: false, localResourceRoots: [] },
    );
    panel.onDidDispose(() => (this.panel = undefined));
    return panel;
  }
}

export function page(link: string, subject: string): string {
  const code = qrcode(0, 'L');
  code.addData(link);
  code.make();
  const note = LOOPBACK.test(new URL(link).hostname)
    ? vscode.l10n.t('This address is that of this machine: a phone reaches it only where the server is told its public address.')
    : vscode.l10n.t('It lets one browser in, once, within ten minutes.');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
  body { display: grid; justify-items: center; gap: 1rem; padding: 2rem; text-align: center; }
  svg { width: min(70vmin, 22rem); height: auto; background: #fff; border-radius: .5rem; }
  a { overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${escaped(subject)}</h1>
${code.createSvgTag({ cellSize: 4, margin: 16, scalable: true })}
<a href="${escaped(link)}">${escaped(link)}</a>
<p>${escaped(note)}</p>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
