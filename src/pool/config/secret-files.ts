import { readFileSync } from 'node:fs';

type Env = { readonly [name: string]: string | undefined };

const SUFFIX = '_FILE';

/**
 * The environment with secrets read from files, as orchestrators provide them: `NAME_FILE` is the path of a file with the
 * value of `NAME`. `NAME` itself takes precedence. A named file must exist.
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
