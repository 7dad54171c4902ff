/** The result of one check. `advice` says what to do if something is wrong. */
export type Finding = { check: string; state: 'ok' | 'warning' | 'fault'; detail: string; advice?: string };

/** The result of opening the database; `unknown` when the configuration does not say which. */
export type DatabaseFound =
  | {
      state: 'open';
      nowMs: () => Promise<number>;
      /** Owners and tokens as the pool sees them. */
      counts: () => Promise<{ tokens: { active: number; total: number }; usableOwners: number }>;
      /** Installations for which GitHub mints no token, with its reason. */
      mintProblems: () => Promise<readonly { owner: string; reason: string }[]>;
      /** How many revocations GitHub has not confirmed yet. */
      pendingRevocations: () => Promise<number>;
    }
  | { state: 'absent'; path: string }
  | { state: 'closed'; message: string }
  | { state: 'unknown' };

export type DoctorDeps = {
  /** Variables that are wrong, and what to write instead. */
  configFaults: readonly { name: string; advice: string }[];
  database: DatabaseFound;
  apiUrl: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  nowMs: () => number;
  env: { readonly [name: string]: string | undefined };
  publicUrl: string | null;
  hasOauth: boolean;
  /** Whether the page says who runs the pool and how to reach them. */
  isOperatorNamed: boolean;
};

/** GitHub refuses App JWTs that are off by more than a minute, and windows end at a wall-clock time. */
const CLOCK_LIMIT_MS = 30_000;
const GITHUB_DEADLINE_MS = 10_000;

/** Checks what a pool needs, in the order in which problems should be fixed. */
export async function examine(deps: DoctorDeps): Promise<Finding[]> {
  const database = await examineDatabase(deps);
  const owners = database.state === 'fault' ? [] : await examineOwners(deps.database);
  const installations = database.state === 'fault' ? [] : await examineInstallations(deps.database);
  const revocations = database.state === 'fault' ? [] : await examineRevocations(deps.database);
  const github = await examineGithub(deps);
  return [
    ...examineConfiguration(deps),
    database,
    ...github,
    examineProxy(deps),
    ...owners,
    ...installations,
    ...revocations,
    examinePage(deps),
  ];
}

function examineConfiguration({ configFaults }: DoctorDeps): Finding[] {
  const check = 'configuration';
  if (configFaults.length === 0) return [{ check, state: 'ok', detail: 'every variable can be read' }];
  return configFaults.map(({ name, advice }) => ({
    check,
    state: 'fault',
    detail: `${name} is wrong`,
    advice,
  }));
}

async function examineDatabase({ database, nowMs }: DoctorDeps): Promise<Finding> {
  const check = 'database';
  if (database.state === 'unknown') {
    const advice = 'correct DATABASE_URL and TOKEN_ENCRYPTION_KEY first';
    return { check, state: 'warning', detail: 'it was not checked', advice };
  }
  if (database.state === 'absent') {
    const advice = 'start the server, which creates it; or correct DATABASE_URL';
    return { check, state: 'warning', detail: `there is no file ${database.path} yet`, advice };
  }
  if (database.state === 'closed') {
    const [detail = '', advice = 'correct that first'] = database.message.split(/: (.*)/s);
    return { check, state: 'fault', detail, advice };
  }
  return examineDatabaseClock(database, nowMs);
}

async function examineDatabaseClock(
  database: DatabaseFound & { state: 'open' },
  nowMs: () => number,
): Promise<Finding> {
  const check = 'database';
  try {
    const skewMs = Math.abs((await database.nowMs()) - nowMs());
    if (skewMs <= CLOCK_LIMIT_MS)
      return { check, state: 'ok', detail: 'it answers, and its clock agrees with ours' };
    return {
      check,
      state: 'warning',
      detail: `its clock is ${Math.round(skewMs / 1000)} s off ours`,
      advice: 'synchronize both clocks (NTP): leases and windows are decided by the database’s',
    };
  } catch {
    return {
      check,
      state: 'fault',
      detail: 'it does not answer',
      advice: 'check DATABASE_URL, that the server runs, and that this machine may connect',
    };
  }
}

async function examineGithub(deps: DoctorDeps): Promise<Finding[]> {
  const check = 'GitHub';
  const host = new URL(deps.apiUrl).host;
  let response: Response;
  try {
    const signal = AbortSignal.timeout(GITHUB_DEADLINE_MS);
    response = await deps.fetch(`${deps.apiUrl}/rate_limit`, { redirect: 'manual', signal });
    await response.body?.cancel();
  } catch {
    const advice =
      'check GITHUB_API_URL, DNS, firewall and proxy; leases go on without GitHub, probes and sign-ins do not';
    return [{ check, state: 'fault', detail: `${host} cannot be reached`, advice }];
  }
  // A GHES may require a token (401) or have limits disabled (404): either way it answered.
  const state = response.status < 500 ? 'ok' : 'warning';
  const detail = `${host} answers with ${response.status}`;
  const advice = state === 'ok' ? {} : { advice: 'GitHub has a problem; see its status page' };
  return [{ check, state, detail, ...advice }, examineClock(deps, response.headers.get('date'))];
}

function examineClock(deps: DoctorDeps, date: string | null): Finding {
  const check = 'clock';
  const theirsMs = Date.parse(date ?? '');
  if (!Number.isFinite(theirsMs))
    return { check, state: 'ok', detail: 'GitHub sent no time to compare with' };
  const skewMs = Math.abs(theirsMs - deps.nowMs());
  if (skewMs <= CLOCK_LIMIT_MS) return { check, state: 'ok', detail: 'it agrees with GitHub’s' };
  return {
    check,
    state: 'fault',
    detail: `it is ${Math.round(skewMs / 1000)} s off GitHub’s`,
    advice: 'synchronize this machine’s clock (NTP): GitHub refuses App tokens signed at a wrong time',
  };
}

const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

function examineProxy(deps: DoctorDeps): Finding {
  const check = 'proxy';
  const set = PROXY_VARIABLES.filter((name) => deps.env[name]);
  if (set.length === 0) return { check, state: 'ok', detail: 'none is configured' };
  const broken = set.filter((name) => !URL.canParse(deps.env[name] ?? ''));
  if (broken.length === 0) return { check, state: 'ok', detail: `${set.join(', ')} is used towards GitHub` };
  const advice = 'write it as http://HOST:PORT; hosts that need none go into NO_PROXY';
  return { check, state: 'fault', detail: `${broken.join(', ')} is not an address`, advice };
}

async function examineOwners(database: DatabaseFound): Promise<Finding[]> {
  if (database.state !== 'open') return [];
  const check = 'tokens';
  const { tokens, usableOwners } = await database.counts();
  if (usableOwners > 0) {
    const detail = `${tokens.active} active of ${tokens.total}, of ${usableOwners} usable owners`;
    return [{ check, state: 'ok', detail }];
  }
  const advice =
    'add one with "token-pool token add", register an App with "token-pool app add", or let people join';
  return [{ check, state: 'warning', detail: 'there are none to lease', advice }];
}

async function examineInstallations(database: DatabaseFound): Promise<Finding[]> {
  if (database.state !== 'open') return [];
  const problems = await database.mintProblems();
  return problems.map(({ owner, reason }) => ({
    check: 'installation',
    state: 'warning',
    detail: `${owner} gets no new token: ${reason}`,
    advice: 'check the installation and the App at GitHub, or "token-pool owner pause" it',
  }));
}

async function examineRevocations(database: DatabaseFound): Promise<Finding[]> {
  const pending = database.state === 'open' ? await database.pendingRevocations() : 0;
  if (pending === 0) return [];
  const detail = `${pending} not confirmed by GitHub yet; the server retries until they are`;
  const advice = 'keep the server running; if it lasts, check GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET';
  return [{ check: 'revocations', state: 'warning', detail, advice }];
}

function examinePage(deps: DoctorDeps): Finding {
  const check = 'page';
  if (!deps.hasOauth)
    return { check, state: 'ok', detail: 'joining is not possible: no OAuth app is configured' };
  if (deps.publicUrl === null) {
    const advice = 'set PUBLIC_URL to the address people use; GitHub sends them back to PUBLIC_URL/callback';
    return { check, state: 'warning', detail: 'PUBLIC_URL is not set', advice };
  }
  if (!deps.publicUrl.startsWith('https:')) {
    const advice = 'serve it over https: sessions and sign-ins travel in cookies';
    return { check, state: 'warning', detail: 'PUBLIC_URL is not https', advice };
  }
  if (!deps.isOperatorNamed) {
    const advice = 'set POOL_OPERATOR and POOL_CONTACT: people read them before they lend';
    return { check, state: 'warning', detail: 'it does not say who runs the pool', advice };
  }
  return { check, state: 'ok', detail: `people join at ${deps.publicUrl}` };
}
