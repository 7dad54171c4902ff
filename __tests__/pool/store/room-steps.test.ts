import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roomAbove, roomStep } from '../../../src/pool/store/standing.js';

const stepOf = (room: number): number =>
  roomStep({ lendLimit: 1e6, lendRemaining: room, promised: 0, variance: 0, openLeases: 0, resetAtMs: null });

const rooms = fc.double({ min: 0, max: 1e6, noNaN: true });

describe('steps of headroom', () => {
  it('never go down where headroom goes up', () => {
    fc.assert(
      fc.property(rooms, rooms, (one, other) => {
        expect(Math.sign(stepOf(one) - stepOf(other)) * Math.sign(one - other)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('tell how much headroom none of their owners has', () => {
    fc.assert(
      fc.property(rooms, (room) => {
        const above = roomAbove(stepOf(room));
        expect(above).toBeGreaterThan(room);
        expect(stepOf(above)).toBeGreaterThan(stepOf(room));
      }),
    );
  });

  it('are at most a fifth of the headroom wide', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), (room) => {
        expect(roomAbove(stepOf(room)) / room).toBeLessThan(1.2);
      }),
    );
  });
});
