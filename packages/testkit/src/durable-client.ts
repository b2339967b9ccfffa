import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';
import { openCookieSocket } from './cookie-socket.ts';
import { waitUntil } from './wait-until.ts';

const messageSync = 0;
const messageAck = 100;
const messageRefused = 101;

/**
 * A bare client of `komod.durable.1`, apart from the engine's own: it counts its document frames and the
 * server's acks by the words of the protocol alone.
 */
export interface DurableClient {
  readonly document: string;
  readonly doc: Y.Doc;
  /** Document frames sent on this connection (step 2 and updates). */
  sent(): number;
  /** How many of them the server has said to be on disk. */
  acked(): number;
  refusals(): readonly { frame: number; code: string }[];
  closeCode(): number | null;
  /** Rejects when the connection ends before that. */
  whenOpen(): Promise<void>;
  /** Resolves once everything sent so far is acknowledged; rejects when the connection ends before that. */
  whenAcked(): Promise<void>;
  /** Called as acks arrive, with the number of frames acknowledged. */
  onAck(listener: (acked: number) => void): void;
  close(): void;
}

export function connectDurableClient(options: {
  origin: string;
  cookie: string;
  document: string;
  doc?: Y.Doc;
}): DurableClient {
  const { origin, cookie, document, doc = new Y.Doc() } = options;
  const socket = openCookieSocket(`${origin.replace(/^http/, 'ws')}/sync/${document}`, {
    headers: { cookie },
    protocols: ['komod.durable.1'],
  });
  socket.binaryType = 'arraybuffer';
  let sent = 0;
  let acked = 0;
  let closeCode: number | null = null;
  let closeReason = '';
  let inStep = false;
  const refusals: { frame: number; code: string }[] = [];
  const listeners: ((acked: number) => void)[] = [];

  const send = (write: (encoder: encoding.Encoder) => void): void => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageSync);
    write(encoder);
    socket.send(encoding.toUint8Array(encoder));
  };

  const onUpdate = (update: Uint8Array, origin_: unknown): void => {
    if (origin_ === socket || socket.readyState !== WebSocket.OPEN) return;
    sent += 1;
    send((encoder) => syncProtocol.writeUpdate(encoder, update));
  };
  doc.on('update', onUpdate);

  socket.addEventListener('open', () => send((encoder) => syncProtocol.writeSyncStep1(encoder, doc)));
  socket.addEventListener('close', (event) => {
    closeCode = event.code;
    closeReason = event.reason;
    doc.off('update', onUpdate);
  });
  socket.addEventListener('message', (event) => {
    const decoder = decoding.createDecoder(new Uint8Array(event.data as ArrayBuffer));
    const kind = decoding.readVarUint(decoder);
    if (kind === messageAck) {
      acked = decoding.readVarUint(decoder);
      for (const listener of listeners) listener(acked);
    } else if (kind === messageRefused) {
      refusals.push({ frame: decoding.readVarUint(decoder), code: decoding.readVarString(decoder) });
    } else if (kind === messageSync) {
      const answer = encoding.createEncoder();
      encoding.writeVarUint(answer, messageSync);
      const step = syncProtocol.readSyncMessage(decoder, answer, doc, socket);
      if (step === syncProtocol.messageYjsSyncStep2) inStep = true;
      if (encoding.length(answer) > 1) {
        sent += 1;
        socket.send(encoding.toUint8Array(answer));
      }
    }
  });

  const untilClosed = (what: string, isSo: () => boolean): Promise<boolean> =>
    waitUntil(`${what} of ${document}`, () => {
      if (isSo()) return true;
      if (closeCode !== null)
        throw new Error(`closed with ${closeCode} ${closeReason} before ${what} of ${document}`);
      return false;
    });

  return {
    document,
    doc,
    sent: () => sent,
    acked: () => acked,
    refusals: () => refusals,
    closeCode: () => closeCode,
    whenOpen: async () => void (await untilClosed('the first step 2', () => inStep)),
    whenAcked: async () => {
      const goal = sent;
      await untilClosed(`the ack of frame ${goal}`, () => acked >= goal);
    },
    onAck: (listener) => void listeners.push(listener),
    close: () => socket.close(),
  };
}
