import { Failure } from './failure';
import { Git } from './git';

/** Whose name the commit will bear. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** As git is configured; never guessed from the machine's name. */
export async function authorOf(git: Git): Promise<Author> {
  const identity = await git.set('user.useConfigOnly=true').run(['var', 'GIT_AUTHOR_IDENT']);
  const parts = /^(.*) <(.*)> \d+ [+-]\d+$/.exec(identity.text);
  if (!identity.ok || !parts || parts[1].trim() === '') {
    throw Failure.of('NO_IDENTITY');
  }
  return { name: parts[1], email: parts[2] };
}
