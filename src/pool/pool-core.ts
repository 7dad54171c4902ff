import { type Config, parseDatabase } from './config/config.js';
import type { Rules } from './domain/rules.js';
import { databaseRefusal } from './store/database-refusal.js';
import { UsageError } from './faults/usage-error.js';
import { createLeasing } from './leasing/leasing.js';
import type { Leasing } from './leasing/types.js';
import { type OpenStoreOptions, openStore } from './store/open-store.js';
import type { Store } from './store/types.js';
import { resolveEncryptionKeys } from './vault/encryption-key.js';
import type { Vault } from './vault/types.js';
import { createVault, VaultError } from './vault/vault.js';

export type PoolCore = {
  store: Store;
  vault: Vault;
  leasing: Leasing;
  /** The key file, if it was created because the database is new. */
  createdKeyFile: string | null;
  close: () => Promise<void>;
};

/** What the server alone gives. */
export type ServerOptions = Pick<OpenStoreOptions, keyof Rules | 'onIdleError'>;

/** Opens the core with only an address and perhaps a key, for the library. */
export function openPoolCoreAt(database: string, encryptionKey?: string): Promise<PoolCore> {
  return openPoolCore({
    database: parseDatabase(database),
    encryptionKeys: encryptionKey === undefined ? null : encryptionKey.split(',').map((key) => key.trim()),
  });
}

/** Opens what the server, the commands and the library share: keys, database, leasing. Makes no call to GitHub. */
export async function openPoolCore(
  config: Pick<Config, 'database' | 'encryptionKeys'>,
  options: ServerOptions = {},
): Promise<PoolCore> {
  const { keys, createdFile } = resolveEncryptionKeys(config);
  const vault = createVault(keys);
  const { database } = config;
  const url = database.kind === 'postgres' ? database.url : database.path;
  const store = await openStore({ ...options, url, vault }).catch((fault: unknown) => {
    throw fault instanceof VaultError
      ? new UsageError(fault.message, { code: 'encryption_key', cause: fault })
      : databaseRefusal(database, fault);
  });
  return {
    store,
    vault,
    leasing: createLeasing({ store, vault }),
    createdKeyFile: createdFile,
    close: () => store.close(),
  };
}
