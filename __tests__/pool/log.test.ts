import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/pool/log.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

const SECRETS = [
  `gho_${'a'.repeat(36)}`,
  `ghs_12345_eyJhbGciOiJSUzI1NiJ9.${'b'.repeat(400)}.${'c'.repeat(80)}`,
  `github_pat_${'d'.repeat(60)}`,
  `ghr_${'e'.repeat(60)}`,
  `tpk_${'f'.repeat(43)}`,
  `eyJhbGciOiJSUzI1NiJ9.${'g'.repeat(80)}.${'h'.repeat(80)}`,
];

describe('the log', () => {
  it.each(SECRETS)('masks %s wherever it appears', (secret) => {
    const text = logged((logger) => {
      logger.info(
        { where: { deep: [`x ${secret} y`] }, err: new Error(`of ${secret}`) },
        `in words: ${secret}`,
      );
      logger.child({ bound: secret }).warn('child');
    });
    expect(text).not.toContain(secret.slice(8));
    expect(text).toContain('in words: ***');
  });

  it('removes headers and secrets by name, and logins from addresses', () => {
    const text = logged((logger) =>
      logger.info(
        { authorization: 'plain-1', req: { cookie: 'plain-2' }, token: 'plain-3' },
        'postgres://user:plain-4@db/pool',
      ),
    );
    expect(text).not.toContain('plain-');
  });

  it('stays one JSON object per line', () => {
    const text = logged((logger) => logger.info({ secret: 'a"b' }, `quote " gho_${'a'.repeat(36)}"`));
    expect(JSON.parse(text)).toMatchObject({ level: 'info', secret: '***', msg: 'quote " ***"' });
  });
});
