import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf, rateLimitHeaders } from './budgets.js';
import { resolveCaller } from './callers.js';
import { type Answer, type Caller, type Incoming, notFound, readBody, refusal } from './exchange.js';
import { type Found, findRoute } from './routes.js';
import { tokenHeaders } from './token-headers.js';
import type { Bucket } from './buckets.js';
import type { FaultEffect, OwnerKey } from './types.js';
import type { World } from './world.js';

const GHES_BASE = '/api/v3';

/** Answers one request of the stand-in and records it. */
export async function serve(world: World, message: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('date', new Date(world.now()).toUTCString());
  const request = await readRequest(world, message);
  const caller = resolveCaller(world, request);
  const found = findRoute(request);
  const effects = world.faults.effectsOn({
    path: request.path,
    method: request.method,
    owner: caller.owner,
    token: caller.kind === 'token' ? caller.token.text : undefined,
  });
  const outcome = await outcomeUnderFaults(effects, { world, request, caller, found });
  record(world, request, caller, outcome);
  if (effects.some((effect) => effect.kind === 'reset')) response.socket?.destroy();
  else if (!effects.some((effect) => effect.kind === 'silence'))
    await send(response, outcome.answer, effects);
}

async function readRequest(world: World, message: IncomingMessage): Promise<Incoming> {
  const url = new URL(message.url ?? '/', 'http://stand-in');
  const isApi = world.options.flavour === 'ghes' && url.pathname.startsWith(`${GHES_BASE}/`);
  return {
    method: message.method ?? 'GET',
    path: isApi ? url.pathname.slice(GHES_BASE.length) : url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: await readBody(message),
    address: message.socket.remoteAddress ?? 'unknown',
  };
}

type Outcome = { answer: Answer; chargedBucket: Bucket | undefined };
type ReceivedRequest = { world: World; request: Incoming; caller: Caller; found: Found | undefined };

async function outcomeUnderFaults(effects: FaultEffect[], arrival: ReceivedRequest): Promise<Outcome> {
  const pause = async (): Promise<void> => {
    for (const effect of effects) if (effect.kind === 'latency') await delay(effect.ms);
  };
  const statusFault = effects.find((effect) => effect.kind === 'status');
  if (!statusFault) return answerOf(arrival, pause);
  await pause();
  const body =
    statusFault.body ??
    refusal(statusFault.status, statusFault.status === 401 ? 'Bad credentials' : 'Server Error').json;
  const kind = typeof body === 'string' ? { text: body } : { json: body };
  return {
    answer: { status: statusFault.status, ...kind, headers: statusFault.headers ?? {} },
    chargedBucket: undefined,
  };
}

/** The request counts as in flight during `pause`. */
async function answerOf(arrival: ReceivedRequest, pause: () => Promise<void>): Promise<Outcome> {
  const { world, request, caller, found } = arrival;
  const uncharged = (answer: Answer): Outcome => ({ answer, chargedBucket: undefined });
  const isUnlimited = found?.route.cost === 'web' || caller.kind === 'refused' || caller.kind === 'client';
  if (isUnlimited) {
    await pause();
    const isRefused = caller.kind === 'refused' && found?.route.cost !== 'web';
    return uncharged(isRefused ? refusal(caller.status, caller.message) : await handle(arrival));
  }
  const waitSeconds = world.secondary.enter(caller.owner, request.method);
  if (waitSeconds !== undefined) return uncharged(secondaryRefusal(waitSeconds));
  try {
    await pause();
    const { answer, chargedBucket } = await chargedAnswer(arrival, caller.owner);
    return { answer: { ...answer, headers: { ...tokenHeaders(caller), ...answer.headers } }, chargedBucket };
  } finally {
    world.secondary.leave(caller.owner);
  }
}

async function chargedAnswer(arrival: ReceivedRequest, owner: OwnerKey): Promise<Outcome> {
  const { world, found } = arrival;
  const cost = found?.route.cost ?? 'core';
  if (cost === 'free' || cost === 'web' || world.options.rateLimiting === 'off') {
    return { answer: withBudget(world, owner, 'core', await handle(arrival)), chargedBucket: undefined };
  }
  if (!world.budgets.charge(owner, cost)) {
    return {
      answer: withBudget(world, owner, cost, exhaustedRefusal(arrival, owner, cost)),
      chargedBucket: undefined,
    };
  }
  const answer = withEtag(arrival, await handle(arrival));
  if (answer.status === 304 && arrival.caller.kind !== 'anonymous') {
    world.budgets.refund(owner, cost);
    return { answer: withBudget(world, owner, cost, answer), chargedBucket: undefined };
  }
  return { answer: withBudget(world, owner, cost, answer), chargedBucket: cost };
}

async function handle({ world, request, caller, found }: ReceivedRequest): Promise<Answer> {
  if (!found) return notFound();
  const param = (name: string): string => found.params[name] ?? '';
  return found.route.handle({ world, request, caller, param });
}

function withBudget(world: World, owner: OwnerKey, bucket: Bucket, answer: Answer): Answer {
  if (world.options.rateLimiting === 'off') return answer;
  const figures = figuresOf(world.budgets.view(owner, bucket), world.now());
  return { ...answer, headers: { ...rateLimitHeaders(bucket, figures), ...answer.headers } };
}

/** GitHub's ETags depend on the token as well as the content. */
function withEtag({ request }: ReceivedRequest, answer: Answer): Answer {
  if (request.method !== 'GET' || answer.status !== 200 || answer.json === undefined) return answer;
  const seed = `${request.headers.authorization ?? ''}\n${JSON.stringify(answer.json)}`;
  const etag = `W/"${createHash('sha256').update(seed).digest('hex')}"`;
  const headers = { ...answer.headers, etag };
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { ...answer, headers };
}

function exhaustedRefusal({ world, caller }: ReceivedRequest, owner: OwnerKey, bucket: Bucket): Answer {
  const [kind = '', id = ''] = owner.split(/:(.*)/s);
  if (bucket === 'graphql') {
    const type = 'RATE_LIMITED';
    return {
      status: 200,
      json: { errors: [{ type, message: `API rate limit exceeded for ${kind} ID ${id}.` }] },
    };
  }
  // A job's GITHUB_TOKEN is an installation token too.
  const actor = kind === 'actions' ? 'installation' : `${kind} ID ${id}`;
  const subject = caller.kind === 'anonymous' ? id : actor;
  return refusal(world.options.exhaustedStatus ?? 403, `API rate limit exceeded for ${subject}.`);
}

function secondaryRefusal(waitSeconds: number): Answer {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  return refusal(403, message, { 'retry-after': String(waitSeconds) });
}

function record(world: World, request: Incoming, caller: Caller, outcome: Outcome): void {
  world.requests.push({
    method: request.method,
    path: request.path,
    query: request.query.toString(),
    owner: caller.kind === 'anonymous' ? undefined : caller.owner,
    status: outcome.answer.status,
    authorization: request.headers.authorization,
    headers: request.headers,
    atMs: world.now(),
    bucket: outcome.chargedBucket,
  });
}

async function send(response: ServerResponse, answer: Answer, effects: FaultEffect[]): Promise<void> {
  const { type, body } = encoded(answer);
  const headers = {
    'x-github-request-id': 'STAND-IN',
    ...(type ? { 'content-type': type } : {}),
    ...answer.headers,
  };
  response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(body) });
  if (!effects.some((effect) => effect.kind === 'drop-mid-body')) {
    response.end(body);
    return;
  }
  await new Promise<void>((sent) => response.write(body.slice(0, Math.ceil(body.length / 2)), () => sent()));
  response.socket?.destroy();
}

function encoded(answer: Answer): { type: string | undefined; body: string } {
  if (answer.html !== undefined) return { type: 'text/html; charset=utf-8', body: answer.html };
  if (answer.text !== undefined) return { type: 'text/plain; charset=utf-8', body: answer.text };
  if (answer.form !== undefined) {
    return {
      type: 'application/x-www-form-urlencoded; charset=utf-8',
      body: new URLSearchParams(answer.form).toString(),
    };
  }
  if (answer.json !== undefined) {
    return { type: 'application/json; charset=utf-8', body: JSON.stringify(answer.json) };
  }
  return { type: undefined, body: '' };
}
