import { ERRORS } from '../../src/pool/faults/pool-error.js';
import { LEGACY_OPERATIONS } from '../../src/pool/legacy/operations.js';
import { OPERATIONS } from '../../src/pool/server/routes/operations.js';
import { all, filesIn, type Page, sourcesIn } from './pages.js';

/** GitHub's endpoints that pages mention. */
const GITHUB_ENDPOINTS = [
  'GET /rate_limit',
  'GET /user',
  'POST /credentials/revoke',
  'DELETE /installation/token',
];
/** Endpoints for clients of mise-versions that are not in the API description. */
const MISE_BROWSER_ENDPOINTS = ['GET /api/auth/me', 'GET /api/auth/login'];
/** Variables of other programs that pages mention and the sources do not. */
const FOREIGN_VARIABLES = new Set(['BASH_ENV', 'NODE_EXTRA_CA_CERTS', 'NODE_USE_ENV_PROXY']);

/** Endpoints as pages write them, `GET /path/{id}`. */
export function endpointFaults(pages: readonly Page[]): string[] {
  const known = Object.values({ ...OPERATIONS, ...LEGACY_OPERATIONS }).map(
    ({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`,
  );
  const protocol = pages.find(({ path }) => path === 'docs/protocol.md')?.text ?? '';
  const missing = known.filter((endpoint) => !protocol.includes(`\`${endpoint}\``));
  const unknown = pages.flatMap(({ path, text }) =>
    all(text, /`((?:GET|POST|PUT|PATCH|DELETE) \/[^\s`?]*)/g)
      .filter((endpoint) => ![...known, ...GITHUB_ENDPOINTS, ...MISE_BROWSER_ENDPOINTS].includes(endpoint))
      .map((endpoint) => `${path}: no server has ${endpoint}`),
  );
  return [...missing.map((endpoint) => `docs/protocol.md: does not mention ${endpoint}`), ...unknown];
}

/** Error codes without a row in the table of the protocol, or with another status there. */
export function errorFaults({ path, text }: Page): string[] {
  const cells = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const rows = cells.flatMap(([, statuses = '', codes = '']) =>
    all(codes, /`([a-z_]+)`/g).map((code, index) => {
      const each = statuses.split(', ');
      return `${code} ${each[index] ?? each[0]}`;
    }),
  );
  return Object.entries(ERRORS)
    .filter(([code, { status }]) => !rows.includes(`${code} ${status}`))
    .map(([code, { status }]) => `${path}: the table of errors has no row with ${status} and \`${code}\``);
}

/** TypeScript files and folders that pages name by a path, or its end, and that are not there. */
export function fileFaults(pages: readonly Page[]): string[] {
  const paths = filesIn().map((path) => `/${path}`);
  const isThere = (name: string) =>
    paths.some((path) => (name.endsWith('/') ? path.includes(`/${name}`) : path.endsWith(`/${name}`)));
  return pages.flatMap(({ path, text }) =>
    all(text, /`((?:src\/[\w/.-]*\/|[\w/-]+\.ts))`/g)
      .filter((name) => !isThere(name))
      .map((name) => `${path}: there is no ${name}`),
  );
}

/** Environment variables in the pages' code that nothing in the tree reads or sets. */
export function variableFaults(pages: readonly Page[]): string[] {
  const sources = sourcesIn(
    'src',
    'deploy',
    'action.yml',
    'refresh-token/action.yml',
    'package.json',
    'examples',
  )
    .map(({ text }) => text)
    .join('\n');
  const own = new Set(all(sources, /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g));
  return pages.flatMap(({ path, text }) => {
    // The author of a workflow chooses the names of secrets, variables and `env:`.
    const prose = text.replaceAll(/```[\s\S]*?```/g, '');
    return all(prose, /`\$?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)
      .filter((name) => !own.has(name) && !FOREIGN_VARIABLES.has(name))
      .map((name) => `${path}: nothing reads or sets the variable ${name}`);
  });
}
