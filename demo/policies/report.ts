import { type Column, textTable } from '../table.js';

/** The result of one policy; calls are counted by the stand-in for GitHub. */
export type PolicyReport = {
  policy: string;
  callsWanted: number;
  callsServed: number;
  callsLimited: number;
  /** Share of all budgets that was served before the first refused call; null when none was refused. */
  firstLimitedAt: number | null;
  ownersUsed: number;
  jobsLimited: number;
  jobsWaiting: number;
  swaps: number;
};

/** The unmet expectations. The last report is this pool's own policy. */
export function policyFaults(reports: readonly PolicyReport[]): string[] {
  const [other, own] = [reports[0], reports.at(-1)];
  if (!other || !own) return ['no policy was compared'];
  const isLater = (own.firstLimitedAt ?? 1) >= (other.firstLimitedAt ?? 1);
  const checks: [boolean, string][] = [
    ...reports.map((report): [boolean, string] => [
      report.jobsWaiting > 0 || report.callsServed + report.callsLimited === report.callsWanted,
      `${report.policy}: ${report.callsServed + report.callsLimited} of ${report.callsWanted} calls were made`,
    ]),
    [
      own.callsLimited <= other.callsLimited,
      `${own.policy}: more calls were refused than by ${other.policy}`,
    ],
    [isLater, `${own.policy}: a call was refused earlier than by ${other.policy}`],
  ];
  return checks.filter(([isMet]) => !isMet).map(([, fault]) => fault);
}

const COLUMNS: readonly Column<PolicyReport>[] = [
  { title: 'policy', cell: ({ policy }) => policy },
  { title: 'calls served', align: 'right', cell: ({ callsServed }) => String(callsServed) },
  { title: 'refused (403)', align: 'right', cell: ({ callsLimited }) => String(callsLimited) },
  { title: 'first refusal after', align: 'right', cell: ({ firstLimitedAt }) => percent(firstLimitedAt) },
  { title: 'jobs limited', align: 'right', cell: ({ jobsLimited }) => String(jobsLimited) },
  { title: 'jobs waiting', align: 'right', cell: ({ jobsWaiting }) => String(jobsWaiting) },
  { title: 'swaps', align: 'right', cell: ({ swaps }) => String(swaps) },
  { title: 'owners used', align: 'right', cell: ({ ownersUsed }) => String(ownersUsed) },
];

/** The policies side by side. */
export function policyTable(reports: readonly PolicyReport[]): string {
  return textTable(COLUMNS, reports);
}

/** The same for `--json`. */
export function policyDocument(reports: readonly PolicyReport[]): { [name: string]: unknown }[] {
  return reports.map((report) => ({
    policy: report.policy,
    calls_wanted: report.callsWanted,
    calls_served: report.callsServed,
    calls_limited: report.callsLimited,
    first_limited_at_share: report.firstLimitedAt,
    jobs_hit: report.jobsLimited,
    jobs_told_to_wait: report.jobsWaiting,
    swaps: report.swaps,
    owners_used: report.ownersUsed,
  }));
}

function percent(share: number | null): string {
  return share === null ? 'never' : `${(100 * share).toFixed(1)} % of all`;
}
