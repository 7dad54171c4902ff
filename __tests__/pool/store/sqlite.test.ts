import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { storeConformance } from './conformance.js';

const folder = mkdtempSync(join(tmpdir(), 'token-pool-sqlite-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the store on a SQLite file', () => {
  const newUrl = async () => {
    files += 1;
    return join(folder, `${files}.sqlite`);
  };
  storeConformance({ newUrl, emptyUrl: newUrl });
});
