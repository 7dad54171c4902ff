import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import fastify, {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { MAX_REQUEST_BYTES } from '../../wire.js';
import { ERRORS, errorBody, isOurFault, PoolError, toPoolError } from '../faults/pool-error.js';
import { legacyAdminRoutes } from '../legacy/admin.js';
import type { LegacyDeps } from '../legacy/deps.js';
import { legacyRoutes } from '../legacy/routes.js';
import { CORS_HEADERS, isLegacyPath, legacyScope } from '../legacy/scope.js';
import { legacySetupRoutes } from '../legacy/setup.js';
import { ownLinesOf } from '../log.js';
import type { AppDeps } from './app-types.js';
import { drainOnClose } from './drain.js';
import { limitInFlight, REQUEST_LIMITS } from './limits.js';
import { countLeases } from './metrics.js';
import { createKnownRoutes, type KnownRoutes } from './routes/known-routes.js';
import { leaseRoutes } from './routes/leases.js';
import { metricsRoutes } from './routes/metrics.js';
import { openApiRoutes } from './routes/openapi.js';
import { statusRoutes } from './routes/status.js';
import { AJV_OPTIONS, validationError } from './validation.js';
import { watchLeasing } from './watch-leasing.js';

/** On every answer; a route may set stricter or other values of its own. */
const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

/** Builds the whole HTTP surface from its parts; nothing listens yet. */
export function createApp(given: AppDeps): FastifyInstance {
  const { leasing, isFailing } = watchLeasing(given.leasing, () => performance.now());
  const deps = { ...given, leasing };
  const app = fastify(serverOptions(deps));
  const knownRoutes = createKnownRoutes();
  app.addHook('onRoute', knownRoutes.add);
  app.decorateRequest('principal', null);
  acceptJsonOnly(app);
  // Node refuses an Expect header that it does not know; ignore it instead.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  addHooks(app, deps, knownRoutes);
  limitInFlight(app, (deps.limits ?? REQUEST_LIMITS).inFlight);
  drainOnClose(app);
  app.setErrorHandler((error, request, reply) => answerError(deps, toPoolError(error), { request, reply }));
  statusRoutes(app, { ...deps, isLeasingFailing: isFailing });
  for (const addRoutes of [leaseRoutes, metricsRoutes, openApiRoutes]) addRoutes(app, deps);
  const legacy = legacyDepsOf(deps);
  legacyScope(app, (scope) => {
    for (const addRoutes of [legacyRoutes, legacyAdminRoutes, legacySetupRoutes]) addRoutes(scope, legacy);
  });
  for (const plugin of deps.plugins ?? []) void app.register(plugin);
  return app;
}

function legacyDepsOf({ metrics, ...deps }: AppDeps): LegacyDeps {
  return {
    ...deps,
    onLeased: (result) => countLeases(metrics, result, 1),
    onReported: (outcome) => metrics.reports.inc({ outcome }),
  };
}

function serverOptions(deps: AppDeps): FastifyHttpOptions<Server> {
  const limits = deps.limits ?? REQUEST_LIMITS;
  return {
    loggerInstance: deps.logger as FastifyBaseLogger,
    // Fastify's own request lines hold addresses with query strings; ours name the route instead.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request would cost more than its line; the few lines about a request name it themselves.
    childLoggerFactory: (logger) => logger,
    genReqId: () => randomUUID(),
    bodyLimit: MAX_REQUEST_BYTES,
    // Node's own refusal lacks the documented error, so a hook refuses.
    http: {
      requireHostHeader: false,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkEveryMs,
    },
    requestTimeout: limits.requestMs,
    ajv: AJV_OPTIONS,
    schemaErrorFormatter: validationError,
    keepAliveTimeout: 72_000,
    forceCloseConnections: false,
    return503OnClosing: false,
    trustProxy: deps.config.trustProxy.length > 0 ? [...deps.config.trustProxy] : false,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => {
      answerError(deps, toPoolError(error), { request, reply: reply.headers(COMMON_HEADERS) });
    },
    clientErrorHandler: answerUnreadable,
  };
}

function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );
}

function addHooks(app: FastifyInstance, deps: AppDeps, knownRoutes: KnownRoutes): void {
  // Callbacks, not promises: these run for every request and never wait.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(COMMON_HEADERS).header('x-request-id', request.id);
    if (isLegacyPath(request.url)) reply.headers(CORS_HEADERS);
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      return done(new PoolError('invalid_request', 'a request needs a Host header'));
    }
    if (!request.is404) return done();
    // Decided before the body is read, so that an unknown path is always 404 whatever is sent to it.
    const allowed = knownRoutes.methodsOf(request.url);
    if (allowed.length === 0) return done(new PoolError('not_found', 'there is no such address here'));
    reply.header('allow', allowed.join(', '));
    done(new PoolError('method_not_allowed', `this address answers ${allowed.join(', ')}`));
  });
  const answers = ownLinesOf(deps.logger);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const method = request.is404 ? 'any' : request.method;
    const status = reply.statusCode;
    deps.metrics.durations.observe({ route, method, status }, reply.elapsedTime / 1000);
    const line = {
      reqId: request.id,
      route,
      method,
      status,
      ms: Math.round(reply.elapsedTime),
      principal: request.principal?.name,
    };
    answers.info(line, 'answered');
    done();
  });
}

function answerError(
  deps: AppDeps,
  error: PoolError,
  to: { request: FastifyRequest; reply: FastifyReply },
): void {
  const { request, reply } = to;
  if (isOurFault(error))
    request.log.error({ reqId: request.id, err: error.cause ?? error }, 'a request failed');
  else if (isRefusal(error)) {
    const line = { reqId: request.id, code: error.code, reason: reasonOf(error), ...jobOf(error, request) };
    request.log.info(line, 'refused');
  }
  deps.metrics.refusals.inc({ code: error.code });
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
  if (error.code === 'unauthorized') reply.header('www-authenticate', 'Bearer realm="token-pool"');
  reply.code(ERRORS[error.code].status);
  if (deps.faultPage?.(error, to)) return;
  if (isLegacyPath(request.url)) {
    reply.header('cache-control', 'private, no-store').type('text/plain; charset=utf-8').send(error.message);
  } else {
    reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(errorBody(error));
  }
}

/** Refusals that an operator wants to trace to a job. */
function isRefusal({ code }: PoolError): boolean {
  return code === 'unauthorized' || code === 'forbidden' || code === 'rate_limited';
}

/** Clients of mise-versions get the messages of their contract; the pool's own reason is then the cause. */
function reasonOf(error: PoolError): string {
  return typeof error.cause === 'string' ? error.cause : error.message;
}

/** The job by its verified identity, or else by the checked body. */
function jobOf(error: PoolError, request: FastifyRequest): { repository?: string; event?: string } {
  if (error.job) return error.job;
  const { job } = (request.body ?? {}) as { job?: { repository?: unknown; event_name?: unknown } };
  const { repository, event_name: event } = job ?? {};
  return typeof repository === 'string' && typeof event === 'string' ? { repository, event } : {};
}

/** Answers what Node could not read as HTTP; there is no request object yet. */
function answerUnreadable(fault: NodeJS.ErrnoException, socket: Socket): void {
  if (fault.code === 'ECONNRESET' || !socket.writable) return;
  const [status, message] =
    fault.code === 'HPE_HEADER_OVERFLOW'
      ? (['431 Request Header Fields Too Large', 'the headers are larger than 16 KiB'] as const)
      : fault.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? (['408 Request Timeout', 'the request took too long to arrive'] as const)
        : (['400 Bad Request', 'this is not valid HTTP'] as const);
  const body = JSON.stringify(errorBody(new PoolError('invalid_request', message)));
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
