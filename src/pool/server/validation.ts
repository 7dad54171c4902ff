import type { FastifySchemaValidationError, FastifyServerOptions } from 'fastify';
import { isDateTime } from '../../json-schema.js';
import { PoolError } from '../faults/pool-error.js';
import { maskSecrets } from '../log.js';

/** Fastify would coerce types, fill in defaults and drop unknown members; a request is checked as it was sent. */
export const AJV_OPTIONS: NonNullable<FastifyServerOptions['ajv']> = {
  customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true },
  // The stock check admits leap seconds, which `Date` cannot parse.
  onCreate: (ajv) => void ajv.addFormat('date-time', { type: 'string', validate: isDateTime }),
};

const MOST_SHOWN = 20;

/** Every fault by name, up to a length that fits an answer; a hostile body may have thousands. */
export function validationError(faults: readonly FastifySchemaValidationError[], part: string): PoolError {
  // Besides a failed `anyOf`, each of its alternatives is reported.
  const own = faults.filter(({ schemaPath }) => !/\/anyOf\/\d+\//.test(schemaPath));
  const texts = [...new Set(own.map((fault) => `${part}${pathOf(fault)} ${ruleOf(fault)}`))];
  const more = texts.length > MOST_SHOWN ? `; and ${texts.length - MOST_SHOWN} more` : '';
  return new PoolError('invalid_request', texts.slice(0, MOST_SHOWN).join('; ') + more);
}

function pathOf({ instancePath }: FastifySchemaValidationError): string {
  const parts = instancePath.split('/').slice(1);
  return parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${shown(part)}`)).join('');
}

function ruleOf({ keyword, params, message }: FastifySchemaValidationError): string {
  switch (keyword) {
    case 'required':
      return `lacks ${String(params.missingProperty)}`;
    case 'additionalProperties':
      return `has an unknown member ${shown(String(params.additionalProperty))}`;
    case 'enum':
      return `must be one of ${(params.allowedValues as readonly string[]).join(', ')}`;
    case 'anyOf':
      return 'has a value of the wrong kind';
    default:
      return (message ?? 'is not valid').replace(/\bNOT\b/, 'not');
  }
}

/** A name that a client made up is repeated only if it is short and plain and nothing secret. */
function shown(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]{0,39}$/.test(name) && maskSecrets(name) === name ? name : '*';
}
