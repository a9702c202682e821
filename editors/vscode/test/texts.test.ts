import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { test } from 'node:test';

interface Manifest {
  extensionKind: string[];
  capabilities: { untrustedWorkspaces: { supported: string; description: string; restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string }[];
    configuration: { properties: Record<string, { markdownDescription?: string }> };
  };
}

const read = (file: string): string => fs.readFileSync(file, 'utf8');
const parse = (file: string): Record<string, string> => JSON.parse(read(file)) as Record<string, string>;

test('every text of the manifest exists in English and Korean, and no other', () => {
  const used = [...read('package.json').matchAll(/"%([a-zA-Z.]+)%"/g)].map(([, key]) => key).sort();
  assert.deepEqual(Object.keys(parse('package.nls.json')).sort(), used);
  assert.deepEqual(Object.keys(parse('package.nls.ko.json')).sort(), used);
});

test('every text of the extension exists in Korean, and no other', () => {
  const source = fs
    .readdirSync('src/extension')
    .map((name) => read(`src/extension/${name}`))
    .join('\n');
  const used = [...source.matchAll(/l10n\.t\(\s*(['"])((?:(?!\1).)+)\1/g)].map(([, , text]) => text);
  const korean = parse('l10n/bundle.l10n.ko.json');
  assert.deepEqual(Object.keys(korean).sort(), [...new Set(used)].sort());
  for (const [english, text] of Object.entries(korean)) {
    assert.match(text, /[가-힣]/);
    assert.deepEqual(places(text), places(english));
  }
});

const places = (text: string): string[] => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).sort();

test('every command of the manifest is there, and no other', () => {
  const manifest = JSON.parse(read('package.json')) as Manifest;
  const registered = [...read('src/extension/extension.ts').matchAll(/\bcommand\('(\w+)'/g)];
  assert.deepEqual(
    manifest.contributes.commands.map(({ command }) => command).sort(),
    registered.map(([, name]) => `comfortCommit.${name}`).sort(),
  );
});

test('every setting is explained, in the editor and in the read-me', () => {
  const manifest = JSON.parse(read('package.json')) as Manifest;
  for (const [setting, { markdownDescription }] of Object.entries(manifest.contributes.configuration.properties)) {
    assert.match(markdownDescription ?? '', /^%setting\.\w+%$/, setting);
    assert.ok(read('README.md').includes(`\`${setting}\``), setting);
  }
});

test('it runs where the files are, and a folder that is not trusted says neither when to capture nor whom to send to', () => {
  const { extensionKind, capabilities } = JSON.parse(read('package.json')) as Manifest;
  assert.deepEqual(extensionKind, ['workspace']);
  assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
  const restricted = ['captureOnClose', 'idleMinutes', 'serverUrl'].map((setting) => `comfortCommit.${setting}`);
  assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted(), restricted);
});

test('whatever is not a question can be silenced', () => {
  const told = fs
    .readdirSync('src/extension')
    .filter((name) => name !== 'notices.ts')
    .flatMap((name) => read(`src/extension/${name}`).match(/show(Information|Warning|Error)Message\([^;]*/g) ?? []);
  assert.ok(told.length > 0 && told.every((call) => call.includes('modal: true')), told.join('\n'));
});
