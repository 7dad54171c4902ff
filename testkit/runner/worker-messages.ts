/** What the harness and its worker process say to each other. */

export type ToWorker =
  | { kind: 'start'; id: number; file: string; args: string[]; cwd: string; env: Record<string, string> }
  | { kind: 'signal'; id: number; signal: NodeJS.Signals };

export type FromWorker =
  | { kind: 'started'; id: number; pid: number }
  | { kind: 'failed'; id: number; message: string }
  | { kind: 'data'; id: number; stream: 'stdout' | 'stderr'; bytes: Uint8Array }
  | { kind: 'exit'; id: number; code: number | null; signal: NodeJS.Signals | null }
  /** Both pipes are at their end, also in every child that inherited them. */
  | { kind: 'closed'; id: number };
