/** Loaded into a server before all else: replaces `Date` with the clock in its environment. */
import { CLOCK_VARIABLE, type Clock, timeOn } from './clock.js';

const HOUR_MS = 3_600_000;
const RealDate = Date;
const clock = JSON.parse(process.env[CLOCK_VARIABLE] ?? '{}') as Clock;
const now = () => timeOn(clock, RealDate.now());

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [now()]),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
// Simulates a correction of the machine's clock.
process.on('SIGUSR2', () => {
  clock.offsetMs -= HOUR_MS;
});
