import { classifyRefusal, parseRateLimitHeaders } from '../../github/rate-limit.js';
import { type FromSchema, faultsOf, type Schema } from '../../json-schema.js';
import { UpstreamError } from './bounded-fetch.js';
import type { UpstreamRefusal, UpstreamResult } from './types.js';

/** A response whose body was read within its bounds. */
export type RawAnswer = { status: number; headers: Headers; text: string };

const MAX_RETRY_AFTER_SECONDS = 86_400;

/** Runs a call and returns what it throws as a value, without anything that was sent or received. */
export async function guarded<T>(call: () => Promise<UpstreamResult<T>>): Promise<UpstreamResult<T>> {
  try {
    return await call();
  } catch (error) {
    return { unreachable: error instanceof UpstreamError ? error.message : 'the call to GitHub failed' };
  }
}

/** What an unsuccessful response means, by its status, headers and body. */
export function refusalOf(answer: RawAnswer, nowMs: number): UpstreamResult<never> {
  const refusal = classifyRefusal(answer.status, answer.headers, answer.text);
  if (refusal !== 'none') return refused(refusal, retryAfterSeconds(answer.headers, nowMs));
  if (answer.status === 404 || answer.status === 410) return refused('not_found', null);
  return { unreachable: `GitHub answered with status ${answer.status}` };
}

const MAX_SAID = 200;
/** A short word or a small number, with punctuation: no secret looks like that. */
const PLAIN_WORD = /^["'(]*([A-Za-z][A-Za-z'-]{0,19}|\d{1,4})["'),.:;!?]*$/;

/** GitHub's message, plain words only: a proxy in front of GitHub may repeat secrets. */
export function messageIn(text: string): { said?: string } {
  try {
    const body: unknown = JSON.parse(text);
    const hasMessage = typeof body === 'object' && body !== null && 'message' in body;
    if (!hasMessage || typeof body.message !== 'string') return {};
    const words = body.message.slice(0, MAX_SAID).split(/\s+/);
    return { said: words.map((word) => (PLAIN_WORD.test(word) ? word : '***')).join(' ') };
  } catch {
    return {};
  }
}

export function refused(refusal: UpstreamRefusal, retryAfter: number | null): UpstreamResult<never> {
  return { refused: refusal, retryAfterSeconds: retryAfter };
}

/** How long GitHub asks to wait: `retry-after`, or the reset of a budget that is spent. */
function retryAfterSeconds(headers: Headers, nowMs: number): number | null {
  const header = headers.get('retry-after');
  if (header !== null) {
    const seconds = /^\d{1,9}$/.test(header)
      ? Number(header)
      : Math.ceil((Date.parse(header) - nowMs) / 1000);
    return Number.isFinite(seconds) ? bounded(seconds) : null;
  }
  const spent = parseRateLimitHeaders(headers);
  return spent?.remaining === 0 ? bounded(Math.ceil((spent.resetAtMs - nowMs) / 1000)) : null;
}

function bounded(seconds: number): number {
  return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, seconds));
}

/** Parses a body by a schema, or throws an `UpstreamError` that does not quote it. */
export function parsed<S extends Schema>(schema: S, text: string): FromSchema<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UpstreamError('the answer is not JSON');
  }
  const [fault] = faultsOf(schema, value, 'the answer');
  if (fault !== undefined) throw new UpstreamError(fault);
  return value as FromSchema<S>;
}
