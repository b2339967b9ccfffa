import { openCookieSocket } from '@komod/testkit/cookie-socket';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

const messageSync = 0;
const messageAck = 100;

/** What a device holds and says, computed once: a thousand devices of equal content cost the load nothing. */
export interface Held {
  stateVector: Uint8Array;
  /** The answer to a server that has all of it: its delete set. */
  stepTwo: Uint8Array;
}

export interface Wire {
  /** Bytes of messages, either way. */
  readonly bytes: { sent: number; received: number };
  /** Of the sync step 2 that came. */
  readonly answer: Promise<Uint8Array>;
  /** The server said that everything sent so far is on disk. */
  whenAcked(): Promise<void>;
  send(update: Uint8Array): void;
  close(): void;
}

/** A socket of `komod.durable.1` that syncs what it holds, without a document. */
export function openWire(url: string, cookie: string, held: Held): Wire {
  const socket = openCookieSocket(url, { headers: { cookie }, protocols: ['komod.durable.1'] });
  socket.binaryType = 'arraybuffer';
  const bytes = { sent: 0, received: 0 };
  const answer = Promise.withResolvers<Uint8Array>();
  let sent = 0;
  let acked = 0;
  let waiting: { frames: number; resolve: () => void }[] = [];
  const say = (kind: number, content: Uint8Array): void => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageSync);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, content);
    const message = encoding.toUint8Array(encoder);
    bytes.sent += message.byteLength;
    socket.send(message);
  };
  socket.addEventListener('open', () => say(0, held.stateVector));
  socket.addEventListener('close', ({ code }) => answer.reject(new Error(`the server closed with ${code}`)));
  socket.addEventListener('message', ({ data }) => {
    const message = new Uint8Array(data as ArrayBuffer);
    bytes.received += message.byteLength;
    const decoder = decoding.createDecoder(message);
    const type = decoding.readVarUint(decoder);
    if (type === messageAck) {
      acked = decoding.readVarUint(decoder);
      for (const { frames, resolve } of waiting) if (frames <= acked) resolve();
      waiting = waiting.filter(({ frames }) => frames > acked);
    }
    if (type !== messageSync) return;
    const kind = decoding.readVarUint(decoder);
    if (kind === 0) {
      sent += 1;
      say(1, held.stepTwo);
    } else if (kind === 1) answer.resolve(decoding.readVarUint8Array(decoder));
  });
  // Whoever does not wait for it is not told that it never came.
  answer.promise.catch(() => undefined);
  return {
    bytes,
    answer: answer.promise,
    whenAcked: () =>
      acked >= sent && sent > 0
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ frames: Math.max(sent, 1), resolve })),
    send: (update) => {
      sent += 1;
      say(2, update);
    },
    close: () => socket.close(),
  };
}
