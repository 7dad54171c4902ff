import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { layerFaults, readSources, type Source } from '../../scripts/layers.js';

const aFile = (path: string, ...imports: string[]): Source => ({ path, imports });

describe('imports', () => {
  it('point one way, in every folder, imports of types included', () => {
    const sources = readSources('.');
    const folders = new Set(sources.map(({ path }) => path.split('/')[0]));
    expect([...folders].sort()).toEqual([
      '__tests__',
      'bench',
      'chaos',
      'demo',
      'fuzz',
      'scripts',
      'src',
      'testkit',
    ]);
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(layerFaults(sources, Object.keys(dependencies))).toEqual([]);
  });

  it.each([
    ['src/action/sources/app.ts', '../fetch/main.js', 'src/action/fetch/main.ts'],
    ['src/action/http/client.ts', '../../pool/faults/pool-error.js', 'src/pool/faults/pool-error.ts'],
    ['src/pool/store/sql-lists.ts', '../../action/start.js', 'src/action/start.ts'],
    ['src/pool/faults/pool-error.ts', '../pool-core.js', 'src/pool/pool-core.ts'],
    ['src/wire.ts', './github/rate-limit.js', 'src/github/rate-limit.ts'],
    ['src/pool/cli/run.ts', '../main.js', 'src/pool/main.ts'],
    ['testkit/github/serve.ts', '../../src/pool/faults/pool-error.js', 'src/pool/faults/pool-error.ts'],
    ['demo/main.ts', '../__tests__/pool/a-pool.js', '__tests__/pool/a-pool.ts'],
    ['src/pool/library.ts', '../../bench/types.js', 'bench/types.ts'],
  ])('of %s do not reach %s', (path, name, target) => {
    expect(layerFaults([aFile(path, name)], [])).toEqual([`${path} must not import ${target}`]);
  });

  it('may use their own layer and those below', () => {
    const sources = [
      aFile(
        'src/pool/server/app.ts',
        '../web/page.js',
        '../faults/pool-error.js',
        './routes/leases.js',
        '../../wire.js',
      ),
      aFile('src/action/fetch/main.ts', '../sources/app.js', '../http/client.js', '../start.js'),
      aFile('bench/action.ts', '../src/pool/server/app.js', '../testkit/github/start-github.js'),
    ];
    expect(layerFaults(sources, [])).toEqual([]);
  });

  it('have no cycle', () => {
    const circle = [
      aFile('bench/a.ts', './b.js'),
      aFile('bench/b.ts', './c.js', './d.js'),
      aFile('bench/c.ts', './a.js'),
      aFile('bench/d.ts'),
    ];
    expect(layerFaults(circle, [])).toEqual(['circle of imports: bench/a.ts, bench/b.ts, bench/c.ts']);
  });

  it('have no cycle between the folders of a side, even where no file is in one', () => {
    const mutual = [
      aFile('src/pool/web/routes.ts', '../legacy/sign-in.js'),
      aFile('src/pool/legacy/sign-in.ts', '../web/page/html.js'),
      aFile('src/pool/web/page/html.ts'),
    ];
    expect(layerFaults(mutual, [])).toEqual(['circle of imports: src/pool/legacy, src/pool/web']);
  });

  it('of the pool use no development dependency', () => {
    const pool = aFile('src/pool/log.ts', 'pino', 'node:fs', '@fastify/cookie/types', 'ajv');
    expect(layerFaults([pool], ['pino', '@fastify/cookie'])).toEqual([
      'src/pool/log.ts must not import ajv, which is not a dependency',
    ]);
  });

  it('are not checked in a file without a layer, which is a fault itself', () => {
    expect(layerFaults([aFile('src/pool/extras/odd.ts')], [])).toEqual([
      'src/pool/extras/odd.ts belongs to no layer: name it in scripts/layers.ts',
    ]);
  });
});
