/**
 * A process of its own that captures, so that a closing window need not wait for it:
 * `node capture.js [--automatic] [--outcomes DIR] [--lang ko|en] FOLDER…`. Prints one JSON object a line, as
 * `comfort capture --json` does, and ends with the exit codes of the command line.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { capture, Outcome, Surroundings } from './capture';
import { Failure } from './failure';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      automatic: { type: 'boolean', default: false },
      outcomes: { type: 'string' },
      lang: { type: 'string', default: 'en' },
    },
  });
  const around: Surroundings = {
    environment: process.env,
    language: values.lang.startsWith('ko') ? 'ko' : 'en',
    now: Date.now,
  };
  let exitCode = 0;
  for (const folder of positionals) {
    let line: object;
    try {
      line = told(await capture(folder, around, values.automatic));
    } catch (thrown) {
      const failure = Failure.from(thrown);
      exitCode = exitCodeOf(failure);
      line = { error: toldFailure(failure, around) };
    }
    process.stdout.write(`${JSON.stringify(line)}\n`);
    if (values.outcomes) {
      remember(values.outcomes, { folder, ...line });
    }
  }
  return exitCode;

  function told(outcome: Outcome): object {
    switch (outcome.status) {
      case 'NO_CHANGE':
      case 'CAPTURED_BEFORE':
        return outcome;
      case 'CAPTURED': {
        const { captureId, branch, mode, snapshot } = outcome.waiting;
        return { draftId: outcome.draftId, captureId, status: 'CAPTURED', branch, mode, snapshot };
      }
      case 'SPOOLED': {
        const { captureId, branch, mode, snapshot } = outcome.waiting;
        return {
          captureId,
          status: 'SPOOLED',
          branch,
          mode,
          snapshot,
          ...(outcome.because && { because: toldFailure(outcome.because, around) }),
        };
      }
    }
  }
}

function toldFailure(failure: Failure, { language }: Surroundings): object {
  return { code: failure.code, message: failure.sentence(language), advice: failure.advice(language) };
}

function exitCodeOf(failure: Failure): number {
  switch (failure.code) {
    case 'NO_SERVER':
    case 'SERVER_STOPPED':
    case 'SERVER_UNREACHABLE':
    case 'NOT_THE_SERVER':
      return 3;
    case 'GIT_MISSING':
    case 'GIT_FAILED':
    case 'UNEXPECTED':
      return 1;
    default:
      return failure.status >= 500 ? 1 : 4;
  }
}

/** For the next window: nobody reads the output of a process that outlived its own. */
function remember(folder: string, outcome: object): void {
  fs.mkdirSync(folder, { recursive: true });
  const name = `${Date.now()}-${process.pid}.json`;
  fs.writeFileSync(path.join(folder, `${name}.new`), `${JSON.stringify(outcome)}\n`);
  fs.renameSync(path.join(folder, `${name}.new`), path.join(folder, name));
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
