import {
  LEASE_REQUEST_SCHEMA,
  LEASES_SCHEMA,
  PATHS,
  RENEW_ANSWER_SCHEMA,
  RENEW_REQUEST_SCHEMA,
  REPORT_ANSWER_SCHEMA,
  REPORT_SCHEMA,
} from '../../../wire.js';
import type { Operations } from '../../api/operation.js';
import { EXPLANATION_SCHEMA, LIVENESS_SCHEMA, OPENAPI_SCHEMA, STATUS_SCHEMA } from './schemas.js';

/** The native API and what operators ask of the server. */
export const OPERATIONS = {
  lease: {
    method: 'POST',
    url: PATHS.leases,
    summary: 'Lease tokens of distinct owners; fewer than asked for is an answer',
    caller: 'lease',
    request: LEASE_REQUEST_SCHEMA,
    answers: { 201: LEASES_SCHEMA },
    errors: ['pool_exhausted'],
  },
  report: {
    method: 'POST',
    url: `${PATHS.leases}/:id/report`,
    summary: 'Tell what a job saw of its budget, and release the lease',
    caller: 'lease',
    request: REPORT_SCHEMA,
    answers: { 200: REPORT_ANSWER_SCHEMA },
    errors: ['not_found'],
  },
  renew: {
    method: 'POST',
    url: `${PATHS.leases}/:id/renew`,
    summary: 'Keep a lease for longer, or get a token of another owner',
    caller: 'lease',
    request: RENEW_REQUEST_SCHEMA,
    answers: { 200: RENEW_ANSWER_SCHEMA },
    errors: ['not_found', 'lease_ended', 'pool_exhausted'],
  },
  explain: {
    method: 'GET',
    url: `${PATHS.leases}/:id`,
    summary: 'Why an owner was chosen, for the principal that leased',
    caller: 'lease',
    answers: { 200: EXPLANATION_SCHEMA },
    errors: ['not_found'],
  },
  status: {
    method: 'GET',
    url: '/status',
    summary: 'Sums over the pool',
    caller: 'anyone',
    answers: { 200: STATUS_SCHEMA },
  },
  healthz: {
    method: 'GET',
    url: '/healthz',
    summary: 'The process answers',
    caller: 'anyone',
    answers: { 200: LIVENESS_SCHEMA },
  },
  readyz: {
    method: 'GET',
    url: '/readyz',
    summary: 'The database takes writes, leases do not fail, and the server is not shutting down',
    caller: 'anyone',
    answers: { 200: LIVENESS_SCHEMA },
    errors: ['unavailable'],
  },
  openapi: {
    method: 'GET',
    url: '/openapi.json',
    summary: 'This description',
    caller: 'anyone',
    answers: { 200: OPENAPI_SCHEMA },
  },
  metrics: {
    method: 'GET',
    url: '/metrics',
    summary: 'Figures for Prometheus; there only when the server has METRICS_TOKEN set',
    caller: 'metrics',
    answers: { 200: null },
    errors: ['not_found'],
  },
} as const satisfies Operations;
