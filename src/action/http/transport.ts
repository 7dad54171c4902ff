import type { Socket } from 'node:net';
import { MAX_ANSWER_BYTES } from '../../wire.js';
import { addressFault, checkedUrl } from './address.js';
import { type ConnectionDeps, type Connections, createConnections } from './connections.js';
import { converse } from './converse.js';
import { failureFrom } from './failures.js';
import { readAnswer, requestText } from './message.js';
import type { Hold } from './node-modules.js';
import { type ConnectAhead, type Http, HttpFailure, type HttpRequest, type HttpResponse } from './types.js';

/**
 * HTTP as an action needs it: one deadline for the whole exchange, a bound on the body, no redirects, no plain
 * http, and every promise settles, whatever the peer does.
 */
export function createHttp(deps: ConnectionDeps): { http: Http; connectAhead: ConnectAhead } {
  const connections = createConnections(deps);
  return {
    async http(request) {
      const url = checkedUrl(request.url);
      return leashed({ request, host: url.host }, (hold) => exchange(connections, { request, url, hold }));
    },
    connectAhead(address) {
      if (addressFault(address) !== null) return;
      const url = new URL(address);
      // Behind the request that is being sent at this moment.
      setImmediate(() => connections.openAhead(url));
    },
  };
}

type Leashed = { readonly request: HttpRequest; readonly host: string };

/**
 * Settles by the deadline or the signal, even where Node leaves a promise open because a peer vanished at the wrong
 * moment. `AbortSignal.any` and Node's own `signal` option would do most of it and take 2 ms more.
 */
function leashed<T>({ request, host }: Leashed, work: (hold: Hold) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const held: Socket[] = [];
    let failure: HttpFailure | null = null;
    const giveUp = (why: HttpFailure) => {
      loosen();
      failure = why;
      reject(why);
      for (const one of held) one.destroy();
    };
    const cancel = () => giveUp(new HttpFailure('cancelled', `The request to ${host} was cancelled.`));
    let grace: NodeJS.Timeout | undefined;
    const onAbort = () => {
      if (request.graceMs === undefined) cancel();
      else grace = setTimeout(cancel, request.graceMs);
    };
    const timer = setTimeout(
      () => giveUp(lateFailure(host, request.timeoutMs)),
      Math.max(1, request.timeoutMs),
    );
    const loosen = () => {
      clearTimeout(timer);
      clearTimeout(grace);
      request.signal?.removeEventListener('abort', onAbort);
    };
    if (request.signal?.aborted) return cancel();
    request.signal?.addEventListener('abort', onAbort, { once: true });
    const hold: Hold = (one) => {
      if (failure) one.destroy();
      else held.push(one);
    };
    work(hold).then(
      (result) => {
        loosen();
        resolve(result);
      },
      (error: unknown) => giveUp(failure ?? failureFrom(error, host)),
    );
  });
}

function lateFailure(host: string, timeoutMs: number): HttpFailure {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return new HttpFailure('timeout', `${host} did not answer completely within ${seconds} s.`);
}

type Exchange = { readonly request: HttpRequest; readonly url: URL; readonly hold: Hold };

async function exchange(connections: Connections, { request, url, hold }: Exchange): Promise<HttpResponse> {
  const text = requestText(request, url);
  const maxBytes = request.maxBytes ?? MAX_ANSWER_BYTES;
  const socket = await connections.open(url, hold);
  const answer = await converse(socket, { text, host: url.host }, (intake) => readAnswer(intake, maxBytes));
  if (answer.isReusable) connections.giveBack(url, socket);
  else socket.destroy();
  return answer.response;
}
