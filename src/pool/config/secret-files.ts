import { readFileSync } from 'node:fs';

type Env = { readonly [name: string]: string | undefined };

const SUFFIX = '_FILE';

/**
 * The environment with the secrets that stand in files, as orchestrators hand them over: `NAME_FILE` holds the path of
 * what `NAME` would be, and `NAME` itself goes before it. A file that is named has to be there.
 */
export function withSecretFiles(env: Env, fileVariables: readonly string[], faults: string[]): Env {
  const read: { [name: string]: string } = {};
  for (const variable of fileVariables) {
    const name = variable.slice(0, -SUFFIX.length);
    const path = env[variable];
    if (!path || env[name]) continue;
    const text = contentOf(path);
    if (text) read[name] = text;
    else
      faults.push(`${variable}: there is no secret to read in ${path}; put it there, or set ${name} instead`);
  }
  return { ...env, ...read };
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
