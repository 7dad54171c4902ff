import { CodedError } from '../../coded-error.js';

/**
 * What a log may say of a fault: the pool's own words, and of others the name alone, because a driver's message may
 * quote the statement and its parameters.
 */
export function loggable(fault: unknown): string {
  if (fault instanceof CodedError) return fault.message;
  return fault instanceof Error ? fault.name : 'unknown error';
}
