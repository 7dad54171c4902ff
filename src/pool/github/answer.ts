import { classifyRefusal, parseRateLimitHeaders } from '../../github/rate-limit.js';
import { type FromSchema, faultsOf, type Schema } from '../../json-schema.js';
import { UpstreamError } from './bounded-fetch.js';
import type { UpstreamRefusal, UpstreamResult } from './types.js';

/** A response whose body was read within its bounds. */
export type RawAnswer = { status: number; headers: Headers; text: string };

const MAX_RETRY_AFTER_SECONDS = 86_400;

/** Runs a call and turns whatever it throws into a value without a trace of what was sent or received. */
export async function guarded<T>(call: () => Promise<UpstreamResult<T>>): Promise<UpstreamResult<T>> {
  try {
    return await call();
  } catch (error) {
    return { unreachable: error instanceof UpstreamError ? error.message : 'the call to GitHub failed' };
  }
}

/** What a response that is no success means, by status, headers and body. */
export function refusalOf(answer: RawAnswer, nowMs: number): UpstreamResult<never> {
  const refusal = classifyRefusal(answer.status, answer.headers, answer.text);
  if (refusal !== 'none') return refused(refusal, retryAfterSeconds(answer.headers, nowMs));
  if (answer.status === 404 || answer.status === 410) return refused('not_found', null);
  return { unreachable: `GitHub answered with status ${answer.status}` };
}

const MAX_SAID = 200;
/** A short word of letters, or a small number, with its punctuation: no secret looks like that. */
const PLAIN_WORD = /^["'(]*([A-Za-z][A-Za-z'-]{0,19}|\d{1,4})["'),.:;!?]*$/;

/** What GitHub says in words; whatever is no plain word is left out, for what stands in front of GitHub may repeat secrets. */
export function saidIn(text: string): { said?: string } {
  try {
    const body: unknown = JSON.parse(text);
    const isTold = typeof body === 'object' && body !== null && 'message' in body;
    if (!isTold || typeof body.message !== 'string') return {};
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
  const told = headers.get('retry-after');
  if (told !== null) {
    const seconds = /^\d{1,9}$/.test(told) ? Number(told) : Math.ceil((Date.parse(told) - nowMs) / 1000);
    return Number.isFinite(seconds) ? bounded(seconds) : null;
  }
  const spent = parseRateLimitHeaders(headers);
  return spent?.remaining === 0 ? bounded(Math.ceil((spent.resetAtMs - nowMs) / 1000)) : null;
}

function bounded(seconds: number): number {
  return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, seconds));
}

/** Parses a body against a schema; a body that does not fit is no answer, and what was in it stays unsaid. */
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
