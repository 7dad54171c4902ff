import { LRUCache } from 'lru-cache';
import type { BucketFacts, OwnerFacts } from '../domain/facts.js';
import type { Connection, Transaction } from './engine.js';
import { readComplaints, readOwners, readRuns } from './facts.js';

/** Reads all that a claim of these runs ranks by. */
export type BucketReader = (
  tx: Transaction,
  bucket: string,
  runIds: readonly string[],
) => Promise<BucketFacts>;

/** A write of an owner's facts: of the owner, its tokens, its budgets or its leases. */
type Change = { seq: number; stamp: number; ownerId: string };

/** The owners of a bucket as they stood after a change. */
type Known = { owners: Map<string, OwnerFacts>; last: Change };

/** At least this many changes are kept; a process that missed more reads everything. */
const KEPT_CHANGES = 10_000;
/** The buckets claimed from most recently: a request may name any. */
const MAX_BUCKETS = 8;

const CHANGE = 'select seq, stamp, owner_id as "ownerId" from owner_changes';
const LAST_SQL = `${CHANGE} order by seq desc limit 1`;
const SINCE_SQL = `${CHANGE} where seq >= $1 order by seq limit ${KEPT_CHANGES + 1}`;
/** In steps: deleting weeks of changes at once would exceed a statement's timeout and keep leases waiting. */
const TRIMMED_AT_ONCE = 10_000;
const TRIM_SQL = `delete from owner_changes where seq in (select seq from owner_changes
    where seq <= (select max(seq) from owner_changes) - ${KEPT_CHANGES} order by seq limit ${TRIMMED_AT_ONCE})
  returning 1 as one`;

/**
 * Keeps the owners of a bucket in memory, and reads again only those that any process has written since. Everything is
 * read again when the last known change is gone or has another stamp: then it was rolled back, or the database restored.
 */
export function createBucketReader(): BucketReader {
  const buckets = new LRUCache<string, Known>({ max: MAX_BUCKETS });
  const ownersOf = async (tx: Transaction, bucket: string): Promise<OwnerFacts[]> => {
    const known = buckets.get(bucket);
    const changes = known && (await changesSince(tx, known.last));
    if (!known || !changes) return readAll(tx, bucket);
    await update(tx, bucket, { known, changes });
    return [...known.owners.values()];
  };
  const readAll = async (tx: Transaction, bucket: string): Promise<OwnerFacts[]> => {
    const [[last], owners] = await Promise.all([tx.rows<Change>(LAST_SQL), readOwners(tx, bucket)]);
    if (last) buckets.set(bucket, { owners: new Map(owners.map((owner) => [owner.id, owner])), last });
    return owners;
  };
  return async (tx, bucket, runIds) => {
    const [owners, runs, complaints] = await Promise.all([
      ownersOf(tx, bucket),
      readRuns(tx, bucket, runIds),
      readComplaints(tx),
    ]);
    return { bucket, owners, runs, complaints };
  };
}

/** Deletes the changes beyond those that are kept, and returns how many. */
export async function trimChanges({ rows }: Pick<Connection, 'rows'>): Promise<number> {
  for (let trimmed = 0; ; ) {
    const { length } = await rows(TRIM_SQL);
    trimmed += length;
    if (length < TRIMMED_AT_ONCE) return trimmed;
  }
}

/** The changes after a known one; undefined when that one is gone, or when they are too many. */
async function changesSince(tx: Transaction, known: Change): Promise<Change[] | undefined> {
  const [first, ...changes] = await tx.rows<Change>(SINCE_SQL, [known.seq]);
  const isThere = first?.seq === known.seq && first.stamp === known.stamp;
  return isThere && changes.length < KEPT_CHANGES ? changes : undefined;
}

type Update = { known: Known; changes: readonly Change[] };

async function update(tx: Transaction, bucket: string, { known, changes }: Update): Promise<void> {
  const last = changes.at(-1);
  if (!last) return;
  const ids = [...new Set(changes.map(({ ownerId }) => ownerId))];
  const owners = await readOwners(tx, bucket, ids);
  for (const id of ids) known.owners.delete(id);
  for (const owner of owners) known.owners.set(owner.id, owner);
  known.last = last;
}
