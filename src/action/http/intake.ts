import { HttpFailure } from './types.js';

/** What has arrived over a connection and was not read yet. */
export type Intake = {
  chunks: Buffer[];
  /** Of the chunks, in bytes. */
  size: number;
  /** The peer will send no more. */
  isEnded: boolean;
  /** Whether anything at all has arrived. */
  isBegun: boolean;
  /** The peer's name for messages. */
  readonly host: string;
};

/** Reading that pauses (`yield`) whenever it needs bytes that have not arrived. */
export type Reading<T> = Generator<undefined, T>;

/** No head, and no line within a body, is longer than this. */
const MAX_LINES_BYTES = 64 * 1024;

export function newIntake(host: string): Intake {
  return { chunks: [], size: 0, isEnded: false, isBegun: false, host };
}

export function addTo(intake: Intake, chunk: Buffer): void {
  intake.chunks.push(chunk);
  intake.size += chunk.length;
  intake.isBegun ||= chunk.length > 0;
}

/** Pauses until there is more to read. */
export function* waitForMore(intake: Intake): Reading<void> {
  if (!intake.isEnded) yield;
  else if (intake.isBegun) throw truncated(intake.host);
  else throw new HttpFailure('network', `${intake.host} cannot be reached (it hung up without an answer).`);
}

/** Exactly so many bytes. */
export function* takeBytes(intake: Intake, count: number): Reading<Buffer> {
  while (intake.size < count) yield* waitForMore(intake);
  return cut(intake, count);
}

/** The text up to a mark, which is taken and left out. */
export function* takeText(intake: Intake, mark: string): Reading<string> {
  for (;;) {
    const at = joined(intake).indexOf(mark, 0, 'latin1');
    if (at >= 0) return cut(intake, at + mark.length).toString('latin1', 0, at);
    if (intake.size > MAX_LINES_BYTES) throw malformed(intake.host);
    yield* waitForMore(intake);
  }
}

/** Everything until the peer ends; throws `tooLarge` beyond so many bytes. */
export function* takeRest(intake: Intake, maxBytes: number): Reading<Buffer> {
  while (!intake.isEnded) {
    if (intake.size > maxBytes) break;
    yield;
  }
  if (intake.size > maxBytes) throw tooLarge(intake.host, maxBytes);
  return cut(intake, intake.size);
}

function joined(intake: Intake): Buffer {
  const [only] = intake.chunks;
  if (intake.chunks.length === 1 && only !== undefined) return only;
  const whole = Buffer.concat(intake.chunks);
  intake.chunks = [whole];
  return whole;
}

function cut(intake: Intake, count: number): Buffer {
  const whole = joined(intake);
  intake.chunks = count < whole.length ? [whole.subarray(count)] : [];
  intake.size -= count;
  return whole.subarray(0, count);
}

export function malformed(host: string): HttpFailure {
  return new HttpFailure('network', `${host} does not answer as HTTP wants it.`);
}

export function tooLarge(host: string, maxBytes: number): HttpFailure {
  return new HttpFailure('too_large', `${host} sent more than ${maxBytes} bytes.`);
}

function truncated(host: string): HttpFailure {
  return new HttpFailure('truncated', `${host} broke off in the middle of its answer.`);
}
