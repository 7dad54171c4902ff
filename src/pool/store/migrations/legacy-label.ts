import type { Migration } from 'kysely';

/** A key of the mise-versions contract, whose clients cannot name a label, may have one of its own. */
export const legacyLabelMigration: Migration = {
  async up(db) {
    await db.schema
      .alterTable('api_keys')
      .addColumn('legacy_label', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  },
};
