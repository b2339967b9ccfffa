import { FrameReader, varUintSize, writeVarUint } from './var-uint.ts';

/** Offered by our client; a server that speaks it adds the messages 100-103. */
export const durableSubprotocol = 'komod.durable.1';
export const durableTypes = { ack: 100, refusal: 101, hello: 102, standing: 103 } as const;

export type DurableMessage =
  | { kind: 'ack'; frames: number }
  | { kind: 'refusal'; frame: number; code: string }
  | { kind: 'hello'; timeline: string; epoch: number; headSeq: number }
  | { kind: 'standing'; headSeq: number; seal: string };

/** The first `frames` document frames of this connection are committed and fsynced, or were refused. */
export function encodeAck(frames: number): Uint8Array {
  const message = new Uint8Array(1 + varUintSize(frames));
  message[0] = durableTypes.ack;
  writeVarUint(message, 1, frames);
  return message;
}

/** Document frame number `frame` (from 1) was refused. */
export function encodeRefusal(frame: number, code: string): Uint8Array {
  return encodeFields(durableTypes.refusal, [frame, code]);
}

/** The first message of a durable connection: which history this server tells, and how far. */
export function encodeHello(timeline: string, epoch: number, headSeq: number): Uint8Array {
  return encodeFields(durableTypes.hello, [timeline, epoch, headSeq]);
}

/** The document stands at `headSeq`, with the seal that proves it was told. Only for who names a timeline. */
export function encodeStanding(headSeq: number, seal: string): Uint8Array {
  return encodeFields(durableTypes.standing, [headSeq, seal]);
}

/** `null` for anything that is not a whole message 100 to 103. */
export function decodeDurableMessage(bytes: Uint8Array): DurableMessage | null {
  const reader = new FrameReader(bytes);
  const message = readMessage(reader);
  return reader.ended ? message : null;
}

function readMessage(reader: FrameReader): DurableMessage | null {
  switch (reader.varUint()) {
    case durableTypes.ack:
      return { kind: 'ack', frames: reader.varUint() };
    case durableTypes.refusal:
      return { kind: 'refusal', frame: reader.varUint(), code: reader.text() };
    case durableTypes.hello:
      return { kind: 'hello', timeline: reader.text(), epoch: reader.varUint(), headSeq: reader.varUint() };
    case durableTypes.standing:
      return { kind: 'standing', headSeq: reader.varUint(), seal: reader.text() };
    default:
      return null;
  }
}

function encodeFields(type: number, fields: readonly (number | string)[]): Uint8Array {
  const parts = fields.map((field) => (typeof field === 'number' ? field : new TextEncoder().encode(field)));
  let size = varUintSize(type);
  for (const part of parts) {
    size += typeof part === 'number' ? varUintSize(part) : varUintSize(part.length) + part.length;
  }
  const message = new Uint8Array(size);
  let at = writeVarUint(message, 0, type);
  for (const part of parts) {
    at = writeVarUint(message, at, typeof part === 'number' ? part : part.length);
    if (typeof part !== 'number') {
      message.set(part, at);
      at += part.length;
    }
  }
  return message;
}
