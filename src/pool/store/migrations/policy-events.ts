import type { Kysely, Migration } from 'kysely';
import type { Database } from '../schema.js';

/**
 * The events that a policy without a list of them used to admit: all that could start a workflow at the time of this
 * migration, except `pull_request_target` and `workflow_run`.
 */
const FORMER_EVENTS = `branch_protection_rule check_run check_suite create delete deployment deployment_status
  discussion discussion_comment dynamic fork gollum issue_comment issues label merge_group milestone page_build project
  project_card project_column public pull_request pull_request_review pull_request_review_comment push
  registry_package release repository_dispatch schedule status watch workflow_call workflow_dispatch`.split(
  /\s+/,
);

/** Existing policies get the list of what they admit; new ones get the shorter default. */
export const policyEventsMigration: Migration = {
  async up(unknown: Kysely<unknown>) {
    const db = unknown as Kysely<Database>;
    for (const { id, document } of await db.selectFrom('policies').select(['id', 'document']).execute()) {
      const listed = withEvents(document);
      if (listed === document) continue;
      await db.updateTable('policies').set({ document: listed }).where('id', '=', id).execute();
    }
  },
};

function withEvents(document: string): string {
  try {
    const policy: unknown = JSON.parse(document);
    if (typeof policy !== 'object' || policy === null || 'events' in policy) return document;
    return JSON.stringify({ ...policy, events: FORMER_EVENTS });
  } catch {
    // An unreadable policy admits no job, as before.
    return document;
  }
}
