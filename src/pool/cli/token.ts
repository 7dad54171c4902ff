import type { Command } from 'commander';
import { TOKEN_KINDS, type TokenKind } from '../../wire.js';
import { isoOrNull } from '../format/iso-time.js';
import { addToken } from '../owners/add-token.js';
import { createOwnerControls } from '../owners/owner-controls.js';
import type { TokenOffer } from '../owners/types.js';
import { printable } from '../format/printable.js';
import { UsageError } from '../faults/usage-error.js';
import { confirm } from './confirm.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import {
  addressOption,
  withInitOption,
  withCommonOptions,
  labelOption,
  loginOption,
  withYesOption,
  wholeNumber,
} from './options.js';
import { fateOf } from './revocations.js';
import { readSecretLine } from './secret-line.js';
import { day, table } from './table.js';
import { commandOwnersDeps, withPool } from './with-pool.js';

type AddOptions = CommonOptions & {
  ownerId?: number;
  ownerLogin?: string;
  kind?: string;
  label?: string;
  apiUrl?: string;
};

const NOT_AS_ARGUMENT =
  'send the token on standard input, as in "token-pool token add < token.txt": an argument is seen by every process of the machine and stays in the history of the shell';

/** `token-pool token`: the tokens that the pool lends. */
export function addTokenCommand(program: Command, io: CliIo): void {
  const token = program.command('token').description('the tokens that the pool lends');
  withInitOption(token.command('add'))
    .description('register a token from standard input; reads its owner from GitHub')
    .option(
      '--owner-id <id>',
      'user id or installation id, instead of reading it from GitHub',
      wholeNumber(1, 2 ** 53 - 1),
    )
    .option('--owner-login <login>', 'the login that goes with --owner-id', loginOption)
    .option('--kind <kind>', 'user or installation, or one of oauth, pat, app_user (default: detected)')
    .option('--label <label>', 'lease it only to jobs with this label', labelOption)
    .option('--api-url <url>', 'the URL of its GitHub API (default: GITHUB_API_URL)', addressOption)
    .allowExcessArguments()
    .action((options: AddOptions, command: Command) => {
      if (command.args.length > 0) throw new UsageError(NOT_AS_ARGUMENT);
      return add(io, options);
    });
  withCommonOptions(token.command('list'))
    .description('list tokens, without their text')
    .action((options: CommonOptions) => list(io, options));
  withYesOption(token.command('remove'))
    .description('forget a token; its leases end')
    .argument('<id>', 'its id', wholeNumber(1, 2 ** 53 - 1))
    .action((id: number, options: CommonOptions) => remove(io, id, options));
}

async function add(io: CliIo, options: AddOptions): Promise<void> {
  const given = offerOf(options);
  const token = await readSecretLine(io, { what: 'the token', example: 'token-pool token add < token.txt' });
  await withPool(io, options, async (pool) => {
    const result = await addToken(commandOwnersDeps(pool, io), { ...given, token, origin: 'cli' });
    if (result.outcome === 'refused') throw new UsageError(result.message, { code: 'refused' });
    await pool.store.audit.record({
      actor: 'cli',
      action: `token.${result.outcome}`,
      subject: result.ownerRef,
    });
    for (const assumption of result.assumed) io.err(`note: ${assumption}\n`);
    const { outcome, tokenId, ownerRef, login, kind, label } = result;
    const owner = `${printable(login)} (${ownerRef})`;
    print(io, options, {
      json: { outcome, token_id: tokenId, owner: ownerRef, login, kind, label: label === '' ? null : label },
      text: `Token ${tokenId} of ${owner} was ${outcome}: ${kind}${label === '' ? '' : `, label ${label}`}.`,
    });
  });
}

function offerOf(options: AddOptions): Omit<TokenOffer, 'token' | 'origin'> {
  const { ownerId, ownerLogin, label, apiUrl } = options;
  if (ownerLogin !== undefined && ownerId === undefined) {
    throw new UsageError(
      '--owner-login: give --owner-id as well; budgets are kept by id, and logins change hands',
    );
  }
  const kind = kindOf(options.kind);
  return {
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(ownerLogin === undefined ? {} : { ownerLogin }),
    ...(kind === undefined ? {} : { kind }),
    ...(label === undefined ? {} : { label }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
  };
}

/** `user` leaves it to the token's text which of a person's kinds it is. */
function kindOf(text: string | undefined): TokenKind | undefined {
  if (text === undefined || text === 'user') return undefined;
  const kind = TOKEN_KINDS.find((known) => known === text);
  if (!kind) throw new UsageError(`--kind: write user or one of ${TOKEN_KINDS.join(', ')}`);
  return kind;
}

async function list(io: CliIo, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const owners = new Map((await store.owners.list()).map((owner) => [owner.id, owner]));
    const tokens = (await store.tokens.list()).filter((token) => token.status !== 'removed');
    const views = tokens.map((token) => ({
      token_id: token.id,
      owner: owners.get(token.ownerId)?.ref ?? null,
      login: owners.get(token.ownerId)?.login ?? null,
      kind: token.kind,
      label: token.label === '' ? null : token.label,
      status: token.status,
      uses: token.usageCount,
      last_used_at: isoOrNull(token.lastUsedAtMs),
      expires_at: isoOrNull(token.expiresAtMs),
      origin: token.origin,
    }));
    const rows = views.map((row) => [
      row.token_id,
      row.login,
      row.owner,
      row.kind,
      row.label,
      row.status,
      row.uses,
      day(row.last_used_at),
    ]);
    const headings = ['ID', 'LOGIN', 'OWNER', 'KIND', 'LABEL', 'STATUS', 'USES', 'LAST USED'];
    const empty = 'There are no tokens yet; add one with "token-pool token add < token.txt".';
    print(io, options, { json: { tokens: views }, text: table(headings, rows, empty) });
  });
}

async function remove(io: CliIo, id: number, options: CommonOptions): Promise<void> {
  await withPool(io, options, async (pool) => {
    const absent = () =>
      new UsageError(`there is no token ${id}; "token-pool token list" shows them`, { code: 'not_found' });
    const token = await pool.store.tokens.find(id);
    if (!token || token.status === 'removed') throw absent();
    const owner = await pool.store.owners.find(token.ownerId);
    await confirm(io, options, `Forget token ${id} of ${owner?.login ?? 'an unknown owner'}?`);
    const removed = await createOwnerControls(commandOwnersDeps(pool, io), 'cli').removeToken(id);
    if (!removed) throw absent();
    const { revocation } = removed;
    print(io, options, { json: { removed: id, revocation }, text: `Token ${id} ${fateOf(removed)}.` });
  });
}
