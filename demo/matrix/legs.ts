/** What a leg demonstrates, and its expected result. */
export type LegKind = 'pooled' | 'fork' | 'revoked' | 'spent';

export type Leg = {
  name: string;
  kind: LegKind;
  /** API calls that its steps make. */
  calls: number;
  /** The label under which it leases; empty for the default. */
  label: string;
};

const pooled = (name: string, calls: number): Leg => ({ name, kind: 'pooled', calls, label: '' });

/** Each accident has its own label and owner, so that exactly one leg has it. */
export const REVOKED_LABEL = 'nightly';
export const SPENT_LABEL = 'release';

/** The eight legs of the demo's matrix. */
export const LEGS: readonly Leg[] = [
  pooled('linux, node 22', 60),
  pooled('linux, node 24', 90),
  pooled('macos, node 24', 30),
  { name: 'fork pull request', kind: 'fork', calls: 20, label: '' },
  { name: 'nightly, revoked', kind: 'revoked', calls: 40, label: REVOKED_LABEL },
  { name: 'release, spent', kind: 'spent', calls: 40, label: SPENT_LABEL },
  pooled('windows, node 22', 50),
  pooled('windows, node 24', 70),
];
