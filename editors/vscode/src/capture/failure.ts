import * as texts from 'comfort:texts';

export type Language = 'ko' | 'en';

/** What the client itself finds wrong. Names, sentences and advice are those of the command line. */
export type Problem =
  | 'GIT_MISSING'
  | 'GIT_FAILED'
  | 'NOT_A_REPOSITORY'
  | 'UNSAFE_REPOSITORY'
  | 'NO_WORK_TREE'
  | 'UNSUPPORTED_OBJECT_FORMAT'
  | 'DETACHED_HEAD'
  | 'MERGE_IN_PROGRESS'
  | 'REBASE_IN_PROGRESS'
  | 'CHERRY_PICK_IN_PROGRESS'
  | 'REVERT_IN_PROGRESS'
  | 'UNMERGED_FILES'
  | 'CONFLICT_MARKERS'
  | 'NESTED_REPOSITORY'
  | 'SUBMODULE_NOT_PUSHED'
  | 'NO_REMOTE'
  | 'REMOTE_HAS_PASSWORD'
  | 'NO_IDENTITY'
  | 'LFS_NOT_UPLOADED'
  | 'NO_SERVER'
  | 'SERVER_STOPPED'
  | 'SERVER_UNREACHABLE'
  | 'NOT_THE_SERVER'
  | 'SERVER_URL_INVALID'
  | 'AGENT_ONLY'
  | 'UNEXPECTED';

/** Something can't be done. Either we found out ourselves, or the server said so in its own words. */
export class Failure extends Error {
  private constructor(
    readonly code: string,
    private readonly said: string | undefined,
    private readonly places: readonly string[],
    /** HTTP status of the server's answer; 0 where there was none. */
    readonly status: number,
    cause?: unknown,
  ) {
    super(said === undefined ? code : `${code}: ${said}`, { cause });
    this.name = 'Failure';
  }

  static of(problem: Problem, ...places: string[]): Failure {
    return new Failure(problem, undefined, places, 0);
  }

  static because(cause: unknown, problem: Problem, ...places: string[]): Failure {
    return new Failure(problem, undefined, places, 0, cause);
  }

  /** @param said the server's sentence, in the language that was asked for */
  static byServer(code: string, status: number, said: string): Failure {
    return new Failure(code, said, [], status);
  }

  static from(thrown: unknown): Failure {
    return thrown instanceof Failure
      ? thrown
      : Failure.because(thrown, 'UNEXPECTED', thrown instanceof Error ? thrown.message : String(thrown));
  }

  /** The same capture may be taken another time: the server has not looked at it, or is not well. */
  get passing(): boolean {
    return this.status === 0 || [401, 408, 429].includes(this.status) || this.status >= 500;
  }

  /** What is wrong, for people. */
  sentence(language: Language): string {
    return this.said ?? text(language, `error.${this.code}`, this.places) ?? this.code;
  }

  /** What to do about it; empty where nothing is known. */
  advice(language: Language): string {
    return text(language, `advice.${this.code}`, this.places) ?? '';
  }
}

function text(language: Language, key: string, places: readonly string[]): string | undefined {
  const pattern = texts[language][key];
  return pattern?.replace(/\{(\d)\}/g, (_, number: string) => places[Number(number)] ?? '');
}
