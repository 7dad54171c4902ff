import type { RefusedJob } from '../faults/pool-error.js';
import type { Principal } from '../leasing/types.js';

/** What identifies the sender of a request. */
export type Credentials = {
  /** The Authorization header. */
  authorization: string | undefined;
  /** The client's address, to limit failed authentication. */
  address: string;
};

/**
 * The principal, or why there is none. `forbidden` is a genuine identity that no policy admits; `job` is what it proved.
 * The message is for the client: it says what to do and never quotes the credential.
 */
export type AuthResult =
  | { principal: Principal }
  | { refused: 'missing' | 'invalid' | 'forbidden'; message: string; job?: RefusedJob }
  | { refused: 'limited'; message: string; retryAfterSeconds: number };

export type Authenticate = (credentials: Credentials) => Promise<AuthResult>;
