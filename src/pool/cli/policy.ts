import type { Command } from 'commander';
import { DEFAULT_EVENTS, type PolicyDocument, policyFaults } from '../auth/policy.js';
import { UsageError } from '../faults/usage-error.js';
import { confirm } from './confirm.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import {
  addressOption,
  withInitOption,
  withCommonOptions,
  labelsOption,
  nameOption,
  withYesOption,
  several,
  wholeNumber,
} from './options.js';
import { table } from './table.js';
import { withPool } from './with-pool.js';

type AddOptions = CommonOptions & {
  name: string;
  issuer?: string;
  repositoryId?: string[];
  repositoryOwnerId?: string[];
  ref?: string[];
  environment?: string[];
  event?: string[];
  label?: string[];
  quota?: number;
};

/** `token-pool policy`: which workflows may lease by OIDC, without a key. */
export function addPolicyCommand(program: Command, io: CliIo): void {
  const policy = program.command('policy').description('which workflows may lease by OIDC, without a key');
  withInitOption(policy.command('add'))
    .description('admit jobs that meet all conditions')
    .requiredOption('--name <name>', 'its name; an existing policy of that name is replaced', nameOption)
    .option('--repository-id <id>', 'GitHub id of a repository; may be repeated', several)
    .option('--repository-owner-id <id>', 'GitHub id of a user or organization; may be repeated', several)
    .option('--ref <ref>', 'such as refs/heads/main or refs/tags/*; may be repeated', several)
    .option('--environment <name>', 'a deployment environment; may be repeated', several)
    .option(
      '--event <name>',
      `such as push; may be repeated (default: ${DEFAULT_EVENTS.join(', ')})`,
      several,
    )
    .option('--issuer <url>', 'only tokens of this issuer (default: the first of OIDC_ISSUER)', addressOption)
    .option('--label <label>', 'a label its jobs may lease under; may be repeated', labelsOption)
    .option('--quota <leases>', 'leases per hour and repository', wholeNumber(1, 1_000_000))
    .action((options: AddOptions) => add(io, options));
  withCommonOptions(policy.command('list'))
    .description('list policies')
    .action((options: CommonOptions) => list(io, options));
  withYesOption(policy.command('remove'))
    .description('remove a policy')
    .argument('<policy>', 'its id or name')
    .action((id: string, options: CommonOptions) => remove(io, id, options));
}

async function add(io: CliIo, options: AddOptions): Promise<void> {
  const document = documentOf(options);
  const faults = policyFaults(document);
  if (faults.length > 0) throw new UsageError(inWordsOfOptions(faults));
  await withPool(io, options, async ({ store, config }) => {
    if (document.issuer !== undefined && !config.oidc.issuers.includes(document.issuer)) {
      io.err(
        `note: OIDC_ISSUER does not include ${document.issuer} here; until it does, the server refuses its tokens.\n`,
      );
    }
    const known = (await store.policies.list()).find((policy) => policy.name === options.name);
    const made = await store.policies.put({
      ...(known ? { id: known.id } : {}),
      name: options.name,
      document: JSON.stringify(document),
    });
    await store.audit.record({
      actor: 'cli',
      action: 'policy.put',
      subject: made.name,
      detail: made.document,
    });
    print(io, options, {
      json: { id: made.id, name: made.name, ...document },
      text: `The policy ${made.name} (${made.id}) admits ${summaryOf(document)}.`,
    });
  });
}

function documentOf(options: AddOptions): PolicyDocument {
  const given = {
    issuer: options.issuer,
    repository_ids: options.repositoryId,
    repository_owner_ids: options.repositoryOwnerId,
    refs: options.ref,
    environments: options.environment,
    events: options.event,
    labels: options.label,
    quota_per_hour: options.quota,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function inWordsOfOptions(faults: readonly string[]): string {
  return faults
    .join('; ')
    .replaceAll(
      'policy must have repository_ids or repository_owner_ids',
      'give --repository-id or --repository-owner-id, or every repository on GitHub would match',
    )
    .replace(/policy\.repository_(owner_)?ids\[\d+\] must match \S+/g, (_, owner?: string) =>
      owner
        ? '--repository-owner-id: write a number, as "gh api users/OWNER --jq .id" prints it'
        : '--repository-id: write a number, as "gh api repos/OWNER/REPO --jq .id" prints it',
    )
    .replace(/policy\.(\w+?)s?(?=[[\s])/g, (_, name: string) => `--${name.replaceAll('_', '-')}`);
}

async function list(io: CliIo, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const policies = await store.policies.list();
    const views = policies.map(({ id, name, document }) => ({
      id,
      name,
      ...(JSON.parse(document) as PolicyDocument),
    }));
    const rows = views.map(({ id, name, ...document }) => [id, name, summaryOf(document)]);
    const empty =
      'There are no policies, so no workflow can lease with OIDC. Add one with "token-pool policy add".';
    print(io, options, { json: { policies: views }, text: table(['ID', 'NAME', 'ADMITS'], rows, empty) });
  });
}

async function remove(io: CliIo, id: string, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const known = (await store.policies.list()).some((policy) => policy.id === id || policy.name === id);
    if (!known) {
      const message = 'no policy has that id or name; "token-pool policy list" shows them';
      throw new UsageError(message, { code: 'not_found' });
    }
    await confirm(io, options, `Remove the policy ${id}?`);
    await store.policies.remove(id);
    await store.audit.record({ actor: 'cli', action: 'policy.removed', subject: id });
    print(io, options, { json: { removed: id }, text: `The policy ${id} is removed.` });
  });
}

function summaryOf(document: PolicyDocument): string {
  const part = (name: string, values: readonly string[] | undefined) =>
    values ? [`${name} ${values.join(' or ')}`] : [];
  return [
    ...part('repository', document.repository_ids),
    ...part('owner', document.repository_owner_ids),
    ...part('ref', document.refs),
    ...part('environment', document.environments),
    ...part('event', document.events),
    ...part('issuer', document.issuer ? [document.issuer] : undefined),
    ...part('label', document.labels),
    ...(document.quota_per_hour ? [`${document.quota_per_hour} leases/h`] : []),
  ].join(', ');
}
