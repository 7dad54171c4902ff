import type { TokenKind } from '../../wire.js';
import type { Allocation } from '../domain/allocation.js';
import { recordEvents } from '../store/audit.js';
import type { Transaction } from '../store/engine.js';
import { markUnreadable, sealedTokens } from '../store/tokens.js';
import type { Vault } from '../vault/types.js';

export type OpenedToken = { kind: TokenKind; token: string };

/** Opens the tokens of the chosen owners; undefined when some did not open and were marked unreadable. */
export type TokenOpener = (
  tx: Transaction,
  allocations: readonly Allocation[],
) => Promise<Map<number, OpenedToken> | undefined>;

/** A damaged row, or one sealed with another key, must not fail the claims that share the transaction. */
export function createTokenOpener(vault: Pick<Vault, 'open'>): TokenOpener {
  return async (tx, allocations) => {
    const owners = new Map(allocations.map(({ owner, token }) => [token.id, owner]));
    const opened = new Map<number, OpenedToken>();
    const unreadable: number[] = [];
    for (const { id, kind, sealed, sealedFor } of (await sealedTokens(tx, [...owners.keys()])).values()) {
      const token = openOrNot(vault, sealed, sealedFor);
      if (token === undefined) unreadable.push(id);
      else opened.set(id, { kind, token });
    }
    if (unreadable.length === 0) return opened;
    await markUnreadable(tx, unreadable);
    const events = unreadable.map((id) => ({
      actor: 'pool',
      action: 'token.unreadable',
      subject: owners.get(id)?.ref ?? '',
      detail: `token ${id} does not open with the keys of this pool and is no longer lent; add it again`,
    }));
    await recordEvents(tx, events);
    return undefined;
  };
}

function openOrNot(vault: Pick<Vault, 'open'>, sealed: string, sealedFor: string): string | undefined {
  try {
    return vault.open(sealed, sealedFor);
  } catch {
    return undefined;
  }
}
