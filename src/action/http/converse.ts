import type { Socket } from 'node:net';
import { addTo, type Intake, newIntake, type Reading } from './intake.js';

type Said = { readonly text: string; readonly host: string };

/**
 * Sends a text over a connection and reads until the reading is done. Rejects with what the reading throws or with
 * the connection's own error; the connection is left as it is.
 */
export function converse<T>(
  socket: Socket,
  { text, host }: Said,
  read: (intake: Intake) => Reading<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const intake = newIntake(host);
    const reading = read(intake);
    const onData = (chunk: Buffer) => {
      addTo(intake, chunk);
      advance();
    };
    const onEnd = () => {
      intake.isEnded = true;
      advance();
    };
    const fail = (error: unknown) => {
      leave();
      reject(error);
    };
    const leave = () => socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', fail);
    const advance = () => {
      try {
        const { done, value } = reading.next();
        if (!done) return;
        leave();
        resolve(value);
      } catch (error) {
        fail(error);
      }
    };
    socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', fail);
    advance();
    socket.write(text);
  });
}
