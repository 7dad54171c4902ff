import { describe, expect, it } from '@jest/globals';
import { printable, printableJson } from '../../../src/pool/format/printable.js';

/** Escape, C1's CSI, delete, an override of the direction of writing, a soft hyphen. */
const HOSTILE = 'a\u001b[2J\u009b1mb\u007f\u202ec\u00adé😀';

describe('text that others chose', () => {
  it('is shown without control and bidi characters', () => {
    expect(printable(HOSTILE)).toBe('a?[2J?1mb??c?é😀');
  });

  it('is unchanged in JSON, with those characters escaped', () => {
    for (const indent of [undefined, 2]) {
      const text = printableJson({ [HOSTILE]: [HOSTILE] }, indent);
      expect(JSON.parse(text)).toEqual({ [HOSTILE]: [HOSTILE] });
      expect(text).not.toMatch(/[^\P{C}\n]/u);
      expect(text).toContain('é😀');
    }
  });
});
