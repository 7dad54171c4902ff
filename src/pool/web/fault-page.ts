import type { FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, type PoolError } from '../faults/pool-error.js';
import type { WebDeps } from './deps.js';
import { messagePage } from './page/layout.js';
import { contentSecurityPolicy, frameOf, sendPage } from './send-page.js';

/** Answers a fault with a page when a browser asks for one; false for programs, which get JSON. */
export type FaultPage = (fault: PoolError, to: { request: FastifyRequest; reply: FastifyReply }) => boolean;

export function createFaultPage(deps: Pick<WebDeps, 'signIn'>): FaultPage {
  return (fault, { request, reply }) => {
    if (!wantsPage(request)) return false;
    const status = ERRORS[fault.code].status;
    const message = { heading: headingOf(fault), text: textOf(fault, request.id) };
    reply.code(status).header('content-security-policy', contentSecurityPolicy());
    sendPage(reply, messagePage(frameOf(deps, message.heading), message));
    return true;
  };
}

/** Browsers accept HTML by name and programs do not. The API is for programs, so it always answers JSON. */
export function wantsPage({ headers, url }: FastifyRequest): boolean {
  return !url.startsWith('/api/') && /\btext\/html\b/.test(headers.accept ?? '');
}

function headingOf({ code }: PoolError): string {
  return code === 'not_found' ? 'There is no such page' : 'That did not work';
}

/** `requestId` is in the log, too, so that the operator can find what went wrong. */
function textOf({ code, message }: PoolError, requestId: string): string {
  if (code === 'not_found') return 'Check the address, or start from the front page.';
  if (ERRORS[code].status >= 500)
    return `Something went wrong in the pool. Try again in a minute. If it keeps happening, give the operator this number: ${requestId}.`;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
