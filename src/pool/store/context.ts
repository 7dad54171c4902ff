import type { Rules } from '../domain/rules.js';
import type { PoolSecrets, Vault } from '../vault/types.js';
import type { Engine } from './engine.js';

/** What the queries of every subject are built from. */
export type StoreContext = { engine: Engine; vault: Vault; secrets: PoolSecrets; rules: Rules };
