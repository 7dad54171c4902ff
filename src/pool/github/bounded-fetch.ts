import { CodedError } from '../../coded-error.js';
import type { Fetch } from './types.js';

/** A page of 100 installations is about 300 kB; no answer that the pool needs is larger. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** A call without a usable answer. The message never quotes the request or the response. */
export class UpstreamError extends CodedError<'upstream'> {
  constructor(message: string) {
    super('upstream', message);
  }
}

/**
 * A fetch with a deadline that includes the body and a bound on the body's size. It follows no redirects: a token must
 * only be sent to the configured host.
 */
export function boundedFetch(
  fetch: Fetch,
  { timeoutMs, maxBytes = MAX_BODY_BYTES }: { timeoutMs: number; maxBytes?: number },
): Fetch {
  return async (url, init) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        throw new UpstreamError(
          `the server answered with a redirect (${response.status}), which is not followed`,
        );
      }
      const text = await boundedText(response, maxBytes);
      const { status, headers } = response;
      return new Response(mayHaveBody(status) ? text : null, { status, headers });
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      // Without the cause, because network errors of some runtimes quote the request.
      throw new UpstreamError(signal.aborted ? `no answer within ${timeoutMs} ms` : networkFault(error));
    }
  };
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 205;
}

async function boundedText(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new UpstreamError(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Only the code of a system error (`ECONNREFUSED`) is shown: it is the one part that is safe and useful. */
function networkFault(error: unknown): string {
  const codes = [error, error instanceof Error ? error.cause : undefined].map((part) =>
    part instanceof Error && 'code' in part && typeof part.code === 'string' ? part.code : undefined,
  );
  const code = codes.find((candidate) => candidate !== undefined && /^[A-Z][A-Z0-9_]{2,50}$/.test(candidate));
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`;
}
