import { FrameReader, varUintSize, writeVarUint } from './var-uint.ts';

/** First varuint of a frame. The sync and awareness messages are y-websocket's own. */
export const messageTypes = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3 } as const;
/** Second varuint of a sync frame (y-protocols/sync). */
export const syncTypes = { stepOne: 0, stepTwo: 1, update: 2 } as const;

/** An awareness message with no states: keeps y-websocket's 30 s watchdog quiet. */
export const keepAliveFrame: Uint8Array = Uint8Array.of(messageTypes.awareness, 1, 0);

/** Asks for awareness, of which there is none: whoever answers is there. */
export const questionFrame: Uint8Array = Uint8Array.of(messageTypes.queryAwareness);

export type Frame =
  | { kind: 'step-one'; payload: Uint8Array }
  | { kind: 'step-two' | 'update'; payload: Uint8Array }
  | { kind: 'question' | 'ignored' | 'malformed' };

const malformed: Frame = { kind: 'malformed' };
const ignored: Frame = { kind: 'ignored' };
const question: Frame = { kind: 'question' };

/** Reads a frame of either side. The payload is a view; the whole frame must be consumed. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const reader = new FrameReader(bytes);
  const type = reader.varUint();
  if (reader.failed) return malformed;
  if (type === messageTypes.sync) {
    const syncType = reader.varUint();
    const payload = reader.bytes();
    if (!reader.ended) return malformed;
    if (syncType === syncTypes.update) return { kind: 'update', payload };
    if (syncType === syncTypes.stepTwo) return { kind: 'step-two', payload };
    if (syncType === syncTypes.stepOne) return { kind: 'step-one', payload };
    return malformed;
  }
  if (type === messageTypes.queryAwareness) return question;
  return type < messageTypes.queryAwareness ? ignored : malformed;
}

/** True for the frames that durable acks count: sync step 2 and update, well-formed or not. */
export function isDocumentFrame(bytes: Uint8Array): boolean {
  return bytes[0] === messageTypes.sync && (bytes[1] === syncTypes.stepTwo || bytes[1] === syncTypes.update);
}

function encodeSync(syncType: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(2 + varUintSize(payload.length) + payload.length);
  frame[0] = messageTypes.sync;
  frame[1] = syncType;
  frame.set(payload, writeVarUint(frame, 2, payload.length));
  return frame;
}

export const encodeStepOne = (stateVector: Uint8Array): Uint8Array =>
  encodeSync(syncTypes.stepOne, stateVector);
export const encodeStepTwo = (update: Uint8Array): Uint8Array => encodeSync(syncTypes.stepTwo, update);
export const encodeUpdate = (update: Uint8Array): Uint8Array => encodeSync(syncTypes.update, update);
