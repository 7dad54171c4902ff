import { generateKeyPairSync } from 'node:crypto';
import { runOrder } from '../../../src/action/sources/candidate-order.js';
import type { App, GitHubOptions, Installation } from '../../../testkit/github/types.js';
import type { JobOptions, Vars } from '../../../testkit/runner/types.js';
import { aScene, type Scene } from '../fetch/fetch-job.js';

export type Listed = { readonly app: App; readonly installation: Installation };

export type AppsScene = Scene & {
  readonly listed: readonly Listed[];
  /** The value of the secret. */
  readonly secret: () => string;
  readonly run: (inputs?: Vars, options?: Omit<JobOptions, 'job'>) => ReturnType<Scene['fetchToken']>;
  /** The candidates of the default run's first leg, in the order in which it tries them. */
  readonly order: readonly Listed[];
  readonly at: (place: number) => Listed;
  readonly minted: () => number;
};

const RUN = { runId: '4711', attempt: 1 };

/** A GitHub with several Apps on the account of the job's repository. */
export async function anAppsScene(count: number, options: GitHubOptions = {}): Promise<AppsScene> {
  const scene = await aScene(options);
  const account = scene.github.addUser({ login: 'octo-org', type: 'Organization' });
  const listed = Array.from({ length: count }, () => {
    const app = scene.github.addApp();
    return {
      app,
      installation: scene.github.addInstallation(app, { account, repositories: ['octo-org/widgets'] }),
    };
  });
  const secret = () =>
    JSON.stringify(
      listed.map(({ app }) => ({ client_id: app.clientId, private_key: app.privateKey })),
      null,
      2,
    );
  const order = runOrder(count, RUN).map((place) => listed[place] as Listed);
  return {
    ...scene,
    listed,
    secret,
    order,
    at: (place) => order[place] ?? fail(place),
    run: (inputs = {}, options = {}) => scene.fetchToken({ apps: secret(), ...inputs }, options),
    minted: () => scene.github.requests.filter(({ path }) => path.endsWith('/access_tokens')).length,
  };
}

function fail(place: number): never {
  throw new Error(`there is no App at place ${place}`);
}

/** A key that belongs to no App. */
export function foreignKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

export function ownerOf({ installation }: Listed): string {
  return `installation-${installation.id}`;
}
