import type { Migration } from 'kysely';

/** The label of a key for clients of mise-versions, which cannot ask for one. */
export const legacyLabelMigration: Migration = {
  async up(db) {
    await db.schema
      .alterTable('api_keys')
      .addColumn('legacy_label', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  },
};
