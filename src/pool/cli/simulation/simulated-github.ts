import type { BudgetFigures, JobGitHub } from './types.js';

type Account = { limit: number; used: number; resetAtMs: number | null };

/** GitHub as leasing sees it: a budget per owner and window, and windows that open at the first call. */
export function createSimulatedGithub(clock: { nowMs: () => number; windowMs: number }): JobGitHub & {
  add(token: string, limit: number): void;
} {
  const accounts = new Map<string, Account>();
  const current = (token: string): Account => {
    const account = accounts.get(token);
    if (!account) throw new Error('a simulated job holds a token that no owner of the simulation has');
    if (account.resetAtMs !== null && account.resetAtMs <= clock.nowMs()) {
      account.resetAtMs = null;
      account.used = 0;
    }
    return account;
  };
  const figures = ({ limit, used, resetAtMs }: Account): BudgetFigures => ({
    limit,
    remaining: limit - used,
    resetAtMs,
  });
  return {
    add: (token, limit) => void accounts.set(token, { limit, used: 0, resetAtMs: null }),
    readBudget: (token) => figures(current(token)),
    call(token, calls) {
      const account = current(token);
      if (calls > 0) account.resetAtMs ??= clock.nowMs() + clock.windowMs;
      const served = Math.min(calls, account.limit - account.used);
      account.used += served;
      return { ...figures(account), limited: calls - served };
    },
  };
}
