// Puts the built extension into comfort-commit-<version>.vsix: a zip file as the Open Packaging Conventions have it, which
// @vscode/vsce would make with some 300 packages of its own.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const xml = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

const inside = [
  'package.json',
  'package.nls.json',
  'package.nls.ko.json',
  'README.md',
  ...['dist', 'l10n'].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`)),
];
const types = { json: 'application/json', js: 'application/javascript', txt: 'text/plain', md: 'text/markdown' };

const vsixManifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"/>
    <DisplayName>${xml(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(texts.description)}</Description>
    <Categories>${xml(manifest.categories.join(','))}</Categories>
    <License>extension/LICENSE.txt</License>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${xml(manifest.engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="${manifest.extensionKind.join(',')}"/>
    </Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${Object.entries({ ...types, vsixmanifest: 'text/xml' })
  .map(([extension, type]) => `  <Default Extension="${extension}" ContentType="${type}"/>`)
  .join('\n')}
</Types>
`;

const file = `${manifest.name}-${manifest.version}.vsix`;
writeFileSync(
  file,
  zip([
    ['extension.vsixmanifest', Buffer.from(vsixManifest)],
    ['[Content_Types].xml', Buffer.from(contentTypes)],
    ['extension/LICENSE.txt', readFileSync('../../LICENSE')],
    ...inside.map((name) => [`extension/${name}`, readFileSync(name)]),
  ]),
);
console.log(file);

/** Without times, so that the same files make the same archive. */
function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const deflated = deflateRawSync(content, { level: 9 });
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(0x0800, 2); // names are UTF-8
    common.writeUInt16LE(8, 4); // deflated
    common.writeUInt16LE(0x21, 8); // 1980-01-01
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(deflated.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    parts.push(signature(0x04034b50), common, path, deflated);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(signature(0x02014b50), Buffer.from([20, 3]), common, rest, path);
    offset += 30 + path.length + deflated.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, index, signature(0x06054b50), end]);
}

function signature(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
