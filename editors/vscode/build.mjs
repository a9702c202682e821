// Bundles the extension and the capturing process into dist/, and with --tests the tests into out/.
import * as esbuild from 'esbuild';
import { readdirSync, readFileSync, rmSync } from 'node:fs';

const texts = '../../cli/src/main/resources/io/comfortcommit/cli';

/** The command line's texts for errors, so that there is one source of them. */
const commandLineTexts = {
  name: 'comfort:texts',
  setup(build) {
    build.onResolve({ filter: /^comfort:texts$/ }, ({ path }) => ({ path, namespace: 'comfort' }));
    build.onLoad({ filter: /.*/, namespace: 'comfort' }, () => ({
      contents: `export const en = ${JSON.stringify(errors(`${texts}/texts.properties`))};
        export const ko = ${JSON.stringify(errors(`${texts}/texts_ko.properties`))};`,
      loader: 'js',
      watchFiles: [`${texts}/texts.properties`, `${texts}/texts_ko.properties`],
      resolveDir: '.',
    }));
  },
};

function errors(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return Object.fromEntries(
    lines
      .map((line) => /^((?:error|advice)\.[A-Z_]+)=(.*)$/.exec(line))
      .filter((found) => found)
      // As java.text.MessageFormat has it, an apostrophe is written twice.
      .map(([, key, value]) => [key, value.replaceAll('\\n', '\n').replaceAll("''", "'")]),
  );
}

const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  plugins: [commandLineTexts],
  logLevel: 'warning',
};

rmSync('dist', { recursive: true, force: true });
await esbuild.build({
  ...common,
  entryPoints: { extension: 'src/extension/extension.ts', capture: 'src/capture/main.ts' },
  outdir: 'dist',
  minify: true,
  legalComments: 'linked',
});

if (process.argv.includes('--tests')) {
  rmSync('out', { recursive: true, force: true });
  const tests = ['test', 'e2e'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`),
  );
  await esbuild.build({
    ...common,
    entryPoints: tests,
    outdir: 'out',
    outbase: '.',
    external: ['vscode', 'playwright-core'],
    sourcemap: 'inline',
  });
}
