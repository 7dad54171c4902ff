/** The messages between the harness and its worker process. */

export type ToWorker =
  | { kind: 'start'; id: number; file: string; args: string[]; cwd: string; env: Record<string, string> }
  | { kind: 'signal'; id: number; signal: NodeJS.Signals };

export type FromWorker =
  | { kind: 'started'; id: number; pid: number }
  | { kind: 'failed'; id: number; message: string }
  | { kind: 'data'; id: number; stream: 'stdout' | 'stderr'; bytes: Uint8Array }
  | { kind: 'exit'; id: number; code: number | null; signal: NodeJS.Signals | null }
  /** Both pipes are closed, by every child that inherited them too. */
  | { kind: 'closed'; id: number };
