import type { StoreContext } from './context.js';
import type { SettingsStore } from './types.js';

/** Small named values, such as the pool's secret. */
export function createSettingsStore({ engine }: Pick<StoreContext, 'engine'>): SettingsStore {
  const { db } = engine;
  return {
    async get(name) {
      return (await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst())
        ?.value;
    },
    async set(name, value) {
      await db
        .insertInto('settings')
        .values({ name, value })
        .onConflict((oc) => oc.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
