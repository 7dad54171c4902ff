import type { FastifyInstance } from 'fastify';
import { routeSchema } from '../../api/operation.js';
import type { AppDeps } from '../app-types.js';
import { describeApi } from '../openapi.js';
import { OPERATIONS } from './operations.js';

export function openApiRoutes(app: FastifyInstance, _deps: AppDeps): void {
  const { openapi } = OPERATIONS;
  const description = describeApi();
  app.get(openapi.url, routeSchema(openapi), async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(description),
  );
}
