/** What jobs of one kind have needed: moving means. */
export type Demand = { mean: number; deviation: number; seconds: number; reports: number };
/** What jobs of all kinds need. */
export type OverallDemand = { p90: number; seconds: number };
/** One settled lease. */
export type DemandSample = { requests: number; seconds: number };
/** What a job is expected to need: requests, the deviation of such jobs from that, and how long it takes. */
export type Estimate = { need: number; deviation: number; seconds: number };

/** The weight of a new sample in the moving means. */
const WEIGHT = 0.3;
/** Samples are capped, so that a few absurd reports do not lock a kind of job out of the pool. */
const MAX_REQUESTS = 15_000;
const MAX_SECONDS = 86_400;

/** Updates what is known of a kind of job by one sample. */
export function learn(known: Demand | undefined, sample: DemandSample): Demand {
  const requests = Math.min(MAX_REQUESTS, Math.max(0, sample.requests));
  const seconds = Math.min(MAX_SECONDS, Math.max(1, sample.seconds));
  if (!known) return { mean: requests, deviation: requests / 2, seconds, reports: 1 };
  return {
    mean: known.mean + WEIGHT * (requests - known.mean),
    deviation: known.deviation + WEIGHT * (Math.abs(requests - known.mean) - known.deviation),
    seconds: known.seconds + WEIGHT * (seconds - known.seconds),
    reports: known.reports + 1,
  };
}

/** The mean is over this many leases at most. */
const AVERAGED = 500;

/**
 * Learns the demand of a job from unreported leases. Probes split what an owner spent among its
 * leases, which is right only on average: so the mean is over many, and not a moving one.
 */
export function learnOnAverage(known: Demand | undefined, samples: readonly DemandSample[]): Demand {
  const before = Math.min(AVERAGED, known?.reports ?? 0);
  const total = before + samples.length;
  const averaged = (was: number, figures: readonly number[]) =>
    (before * was + figures.reduce((sum, figure) => sum + figure, 0)) / total;
  const mean = averaged(
    known?.mean ?? 0,
    samples.map(({ requests }) => Math.min(MAX_REQUESTS, requests)),
  );
  const seconds = averaged(
    known?.seconds ?? 0,
    samples.map((sample) => sample.seconds),
  );
  const reports = (known?.reports ?? 0) + samples.length;
  return { mean, deviation: known?.deviation ?? mean / 2, seconds, reports };
}

/** What nine of ten jobs needed at most, and how long jobs took on average; undefined without samples. */
export function overallDemand(samples: readonly DemandSample[]): OverallDemand | undefined {
  if (samples.length === 0) return undefined;
  const sorted = samples.map(({ requests }) => requests).sort((one, other) => one - other);
  const p90 = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
  const seconds = samples.reduce((sum, sample) => sum + sample.seconds, 0) / samples.length;
  return { p90: Math.max(1, p90), seconds: Math.max(1, seconds) };
}

/**
 * Until the pool has seen any job: 100 calls of an ordinary user's 5,000 over 5 minutes, and the same share of a smaller
 * budget. Two guesses must never fill an owner, or a fresh pool would open all its windows at once.
 */
const FIRST_GUESS = { shareOfBudget: 0.02, shareOfWindow: 1 / 12 };
/** An unknown job claims at most a tenth of what an owner lends, however much other jobs need. */
const LARGEST_GUESS_SHARE = 0.1;
/** A job may ask for a quarter of what an owner lends beyond what such jobs have needed. */
const LARGEST_ASK_SHARE = 0.25;

export type EstimateInput = {
  demand: Demand | undefined;
  overall: OverallDemand | undefined;
  /** What an owner of the pool lends per window on average. */
  typicalLimit: number;
  windowMs: number;
};

/**
 * What a job is expected to need: what it asks for, within bounds; else what such jobs needed before; else what nine
 * of ten jobs of all kinds needed.
 */
export function estimate({ demand, ...known }: EstimateInput, asked: number | undefined): Estimate {
  if (asked === undefined) {
    return demand
      ? { need: Math.max(1, demand.mean), deviation: demand.deviation, seconds: demand.seconds }
      : guess(known);
  }
  const seen = demand ? demand.mean + 2 * demand.deviation : 0;
  const need = Math.min(asked, Math.max(1, seen + LARGEST_ASK_SHARE * known.typicalLimit));
  const { seconds } = demand ?? guess(known);
  return { need, deviation: demand?.deviation ?? need / 2, seconds };
}

/** For clients that never say what they need or report: `requests` until it is learned, and never above `atMost`. */
export type Presumption = { requests: number; atMost: number; seconds: number };

/** What a job of such a client is expected to need. */
export function presume(demand: Demand | undefined, { requests, atMost, seconds }: Presumption): Estimate {
  const need = demand ? Math.min(atMost, Math.max(1, demand.mean)) : requests;
  return { need, deviation: need / 2, seconds };
}

function guess({ overall, typicalLimit, windowMs }: Omit<EstimateInput, 'demand'>): Estimate {
  if (overall) {
    const need = Math.max(1, Math.min(overall.p90, LARGEST_GUESS_SHARE * typicalLimit));
    return { need, deviation: need, seconds: overall.seconds };
  }
  const need = Math.max(1, FIRST_GUESS.shareOfBudget * typicalLimit);
  return { need, deviation: need, seconds: (FIRST_GUESS.shareOfWindow * windowMs) / 1000 };
}
