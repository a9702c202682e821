import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Browser, BrowserContext, chromium, Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

const STATUS = '[id="comfortcommit.comfort-commit.comfortCommit.status"]';

/** How often a workspace is loaded until it has its folders, and how long each time is waited for them. */
const LOADS = 5;
const PATIENCE_WITH_FOLDERS_MILLIS = 10_000;

/** Nothing of the editor's own comes between, and it asks nobody for anything. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'comfortCommit.pollSeconds': 1,
};

/** A VS Code server with the packaged extension, and a browser to see it with. */
export class Editor {
  private said = '';

  private constructor(
    private readonly server: ChildProcess,
    private readonly browser: Browser,
    private readonly screenshots: string,
    private url: string,
  ) {}

  /**
   * @param codeServer the folder of the npm package
   * @param folder for its data, its extensions and the home of its user
   * @param locale of its texts
   */
  static async start(codeServer: string, folder: string, vsix: string, locale: 'en' | 'ko' = 'en'): Promise<Editor> {
    const entry = path.join(codeServer, 'out', 'node', 'entry.js');
    const home = path.join(folder, 'home');
    const data = path.join(folder, 'editor');
    fs.mkdirSync(path.join(data, 'User'), { recursive: true });
    fs.mkdirSync(home);
    fs.writeFileSync(path.join(data, 'User', 'settings.json'), JSON.stringify(SETTINGS));
    const extensions = path.join(folder, 'extensions');
    const places = ['--user-data-dir', data, '--extensions-dir', extensions];
    const env = {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, 'config'),
      XDG_CACHE_HOME: path.join(home, 'cache'),
      GIT_CONFIG_NOSYSTEM: '1',
      // No gallery: the tests need no network, and tell nobody of themselves.
      EXTENSIONS_GALLERY: '{}',
      NODE_DEBUG: 'comfort',
      COMFORT_URL: '',
      COMFORT_TOKEN: '',
    };
    execFileSync(process.execPath, [entry, ...places, '--install-extension', vsix], { env, stdio: 'pipe' });
    if (locale !== 'en') {
      addLanguage(data, locale);
    }
    const options = ['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check'];
    const server = spawn(process.execPath, [entry, ...options, ...places, '--locale', locale], { env, stdio: 'pipe' });
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    const screenshots = path.resolve('out', 'screenshots', locale);
    fs.mkdirSync(screenshots, { recursive: true });
    const editor = new Editor(server, browser, screenshots, '');
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (chunk: Buffer) => (editor.said += chunk.toString()));
    }
    editor.url = await eventually(
      'the editor listens',
      () => /listening on (http:\/\/\S+?)\/?\s/.exec(editor.said)?.[1] ?? '',
      (url) => url !== '',
    );
    return editor;
  }

  /** What it and the processes of its extensions wrote. */
  get log(): string {
    return this.said;
  }

  /**
   * Waits until the extension in the window that was opened last has ended.
   *
   * @param folders that it is to have captured
   * @returns that, and how long closing took, in milliseconds
   */
  async closed(folders: number): Promise<[folders: string, millis: string]> {
    const host = [...this.said.matchAll(/<(\d+)> Launched Extension Host Process/g)].at(-1)![1];
    const told = new RegExp(`COMFORT ${host}: closing was delayed by (\\d+) ms, folders that are captured: (\\d+)`);
    const closing = await eventually(
      'the extension hears that its window closes',
      () => told.exec(this.said),
      (found) => found !== null,
    );
    const [, millis, captured] = closing!;
    if (captured !== String(folders)) {
      throw new Error(`${captured} folders are captured, not ${folders}`);
    }
    return [captured, millis];
  }

  /** @param again a closed window of the same browser, which remembers what was said in it */
  async open(at: string, target: 'folder' | 'workspace', again?: Window): Promise<Window> {
    const context = again?.context ?? (await this.browser.newContext({ viewport: { width: 1280, height: 800 } }));
    const page = await context.newPage();
    // Busy machines take their time.
    page.setDefaultTimeout(60_000);
    await page.goto(`${this.url}/?${target}=${encodeURIComponent(at)}`);
    const window = new Window(context, page, this.screenshots);
    if (target === 'workspace') {
      await window.hasFolders();
    }
    return window;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill();
    await ended;
  }
}

/** A language pack without any text of the editor's own: that it is there makes the extension speak the language. */
function addLanguage(data: string, locale: string): void {
  const texts = path.join(data, `${locale}.json`);
  fs.writeFileSync(texts, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: `test.language-${locale}` }, version: '1.0.0' }];
  const translations = { vscode: texts };
  fs.writeFileSync(
    path.join(data, 'languagepacks.json'),
    JSON.stringify({ [locale]: { hash: 'none', label: locale, extensions, translations } }),
  );
}

/** One window of the editor. */
export class Window {
  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly screenshots: string,
  ) {}

  /**
   * Waits for the folders of a workspace. An editor in a browser may read the workspace's file before it is connected, and
   * then stays without any folder for good; a person would load the page again.
   */
  async hasFolders(): Promise<void> {
    for (let left = LOADS; ; left--) {
      // The question of trust lies over everything, and comes when there is something to trust.
      await this.page.getByRole('dialog').waitFor();
      const folder = this.page.locator('.explorer-folders-view .monaco-list-row').first();
      try {
        await folder.waitFor({ timeout: PATIENCE_WITH_FOLDERS_MILLIS });
        return;
      } catch (none) {
        if (left === 1) {
          throw none;
        }
        console.log('the editor opened the workspace without its folders; it is loaded again');
        await this.page.reload();
      }
    }
  }

  /** The extension's item in the status bar. */
  get status(): Locator {
    return this.page.locator(STATUS);
  }

  /** Notes from now on what the item says, so that what it says for a moment is not missed. */
  async noteStatus(): Promise<void> {
    // In words: a function would be compiled as one of Node, which knows no document.
    await this.page.evaluate(`
      window.said = [];
      new MutationObserver(() => window.said.push(document.querySelector('${STATUS}')?.textContent ?? ''))
        .observe(document.body, { childList: true, subtree: true, characterData: true });
    `);
  }

  /** Waits until the item has said a text since {@link noteStatus}. */
  async saidInStatus(text: string): Promise<void> {
    await this.page.waitForFunction(`window.said.some((one) => one.includes(${JSON.stringify(text)}))`);
  }

  /** Drafts in the view. */
  draft(name: RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  /** Waits for a text, wherever it is. */
  async says(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  tab(name: RegExp): Locator {
    return this.page.getByRole('tab', { name });
  }

  notification(text: RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** Answers the question that an unknown folder leads to, and waits for the extension. */
  async trust(answer: boolean): Promise<void> {
    // In English in every language: the editor's own texts are no part of the test.
    const question = this.page.getByRole('dialog');
    await question.getByRole('button', { name: answer ? /^Yes/ : /^No/ }).click();
    await this.status.waitFor();
  }

  /** Into the command palette, with the title that a person sees. */
  async typeCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').fill(`>Comfort Commit: ${title}`);
  }

  /** Commands that the palette offers for what was typed. */
  offered(title: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: title });
  }

  async command(title: string): Promise<void> {
    await this.typeCommand(title);
    await this.offered(title).first().click();
  }

  /** Answers a box that asks for a line. */
  async answer(prompt: string | RegExp, line: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget', { hasText: prompt });
    await box.locator('input').fill(line);
    await box.locator('input').press('Enter');
  }

  /** Takes what a list offers. */
  async pick(name: RegExp): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  }

  /** Answers a dialog. */
  async choose(button: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  }

  /** The link that the view with the QR code shows. */
  async phoneLink(): Promise<string> {
    const view = this.page.frameLocator('iframe.webview').frameLocator('iframe');
    await view.locator('svg').waitFor();
    return (await view.locator('a').getAttribute('href')) ?? '';
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.page.locator('.quick-input-widget input').fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: path.basename(name) }).first().click();
    await this.page.getByRole('tab', { name: path.basename(name), selected: true }).waitFor();
  }

  /** Types at the end of a file, and saves it: on the disk when this returns. */
  async append(root: string, name: string, text: string): Promise<void> {
    await this.openFile(name);
    await this.page.locator('.editor-instance .monaco-editor').first().click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Control+S');
    const file = path.join(root, name);
    await eventually(`${name} is saved`, () => fs.readFileSync(file, 'utf8'), (content) => content.includes(text.trim()));
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(this.screenshots, `${name}.png`) });
  }

  /** As a person closes the tab: the page hears of it. */
  async close(): Promise<void> {
    if (!this.page.isClosed()) {
      await this.page.close({ runBeforeUnload: true });
    }
  }
}
