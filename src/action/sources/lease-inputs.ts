import { faultsOf } from '../../json-schema.js';
import { BUCKET_SCHEMA, LABEL_SCHEMA } from '../../wire.js';
import type { Inputs } from '../runner/types.js';

/** The rate-limit resource that the job will spend from; `core` by default. */
export function readBucket(inputs: Inputs): string {
  const bucket = inputs.text('bucket') || 'core';
  if (faultsOf(BUCKET_SCHEMA, bucket).length > 0) {
    inputs.fault(
      'bucket',
      "write the name of one of GitHub's rate-limit resources, such as core, search or graphql.",
    );
  }
  return bucket;
}

/** The label of the pool's tokens to choose from; null means the default ones. */
export function readLabel(inputs: Inputs): string | null {
  const label = inputs.text('label');
  if (label === '') return null;
  if (faultsOf(LABEL_SCHEMA, label).length > 0) {
    inputs.fault('label', 'write small letters, digits and dashes, at most 40, such as push.');
  }
  return label;
}
