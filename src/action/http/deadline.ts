import { HttpFailure, type HttpRequest } from './types.js';

/**
 * Runs one exchange and settles by its deadline or cancellation even if the exchange never does: the toolkit's promise
 * stays pending when a peer vanishes within a body. The signal tells the exchange to close its connection.
 */
export function withDeadline<T>(
  request: HttpRequest,
  host: string,
  exchange: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = new AbortController();
    let grace: NodeJS.Timeout | undefined;
    const finish = () => {
      clearTimeout(timer);
      clearTimeout(grace);
      request.signal?.removeEventListener('abort', onCancel);
    };
    const fail = (error: unknown) => {
      finish();
      reject(error);
      abort.abort();
    };
    const cancel = () => fail(new HttpFailure('cancelled', `The request to ${host} was cancelled.`));
    const onCancel = () => {
      if (request.graceMs === undefined) cancel();
      else grace = setTimeout(cancel, request.graceMs);
    };
    const timer = setTimeout(() => fail(timeoutOf(request, host)), Math.max(1, request.timeoutMs));
    if (request.signal?.aborted) return cancel();
    request.signal?.addEventListener('abort', onCancel, { once: true });
    exchange(abort.signal).then((result) => {
      finish();
      resolve(result);
    }, fail);
  });
}

function timeoutOf({ timeoutMs }: HttpRequest, host: string): HttpFailure {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return new HttpFailure(
    'timeout',
    `${host} did not answer completely within ${seconds} s. Check that server, or run the job again.`,
  );
}
