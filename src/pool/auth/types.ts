import type { RefusedJob } from '../faults/pool-error.js';
import type { Principal } from '../leasing/types.js';

/** What a request shows of who sends it. */
export type Credentials = {
  /** The Authorization header as it came. */
  authorization: string | undefined;
  /** The address the request comes from, for the limiter on failed authentication. */
  address: string;
};

/**
 * Who asks, or why that is not known. `forbidden` is an identity that is genuine and that no policy admits; `job` is
 * what it proved. The message is for the client and tells what to do, never what was sent.
 */
export type AuthResult =
  | { principal: Principal }
  | { refused: 'missing' | 'invalid' | 'forbidden'; message: string; job?: RefusedJob }
  | { refused: 'limited'; message: string; retryAfterSeconds: number };

export type Authenticate = (credentials: Credentials) => Promise<AuthResult>;
