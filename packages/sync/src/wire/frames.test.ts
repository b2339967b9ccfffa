import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate, writeUpdate } from 'y-protocols/sync';
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { decodeDurableMessage, encodeAck, encodeHello, encodeRefusal } from './durable-messages.ts';
import {
  decodeFrame,
  encodeStepOne,
  encodeStepTwo,
  encodeUpdate,
  isDocumentFrame,
  syncTypes,
} from './frames.ts';
import { parseRetryAfter, retryAfterReason } from './retry-after.ts';
import { FrameReader } from './var-uint.ts';

test('[W2] sync frames are those of y-protocols, byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (update) => {
      const encoder = createEncoder();
      writeVarUint(encoder, 0);
      writeUpdate(encoder, update);
      expect([...encodeUpdate(update)]).toEqual([...toUint8Array(encoder)]);
      expect(decodeFrame(encodeUpdate(update))).toEqual({ kind: 'update', payload: update });
      expect(decodeFrame(encodeStepOne(update))).toEqual({ kind: 'step-one', payload: update });
      expect(decodeFrame(encodeStepTwo(update))).toEqual({ kind: 'step-two', payload: update });
    }),
  );
  expect(syncTypes).toEqual({
    stepOne: messageYjsSyncStep1,
    stepTwo: messageYjsSyncStep2,
    update: messageYjsUpdate,
  });
});

test('[W3] messages 100 to 102 carry a varuint; a varuint and a string; a string and two varuints', () => {
  const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(whole, whole, fc.string({ unit: 'grapheme' }), (first, second, text) => {
      expect(decodeDurableMessage(encodeAck(first))).toEqual({ kind: 'ack', frames: first });
      expect(decodeDurableMessage(encodeRefusal(first, text))).toEqual({
        kind: 'refusal',
        frame: first,
        code: text,
      });
      const hello = encodeHello(text, first, second);
      expect(decodeDurableMessage(hello)).toEqual({
        kind: 'hello',
        timeline: text,
        epoch: first,
        headSeq: second,
      });
      const decoder = createDecoder(hello);
      expect([
        readVarUint(decoder),
        readVarString(decoder),
        readVarUint(decoder),
        readVarUint(decoder),
      ]).toEqual([102, text, first, second]);
    }),
  );
});

test('[W4] arbitrary bytes never throw, and a payload never reaches beyond its frame', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const frame = decodeFrame(bytes);
      if ('payload' in frame) expect(frame.payload.length).toBeLessThan(bytes.length);
      decodeDurableMessage(bytes);
      isDocumentFrame(bytes);
    }),
    { numRuns: 5_000 },
  );
});

test('[W4] a number above the safe integers, or without an end, is malformed', () => {
  for (const bytes of [
    [255, 255, 255, 255, 255, 255, 255, 16],
    [255, 255, 255, 255, 255, 255, 255, 255, 1],
    [128],
    [],
  ]) {
    const reader = new FrameReader(Uint8Array.from(bytes));
    reader.varUint();
    expect(reader.failed).toBe(true);
  }
  const largest = new FrameReader(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 15));
  expect([largest.varUint(), largest.ended]).toEqual([Number.MAX_SAFE_INTEGER, true]);
});

test('[W5] a 4529 close names whole seconds in its reason', () => {
  expect(parseRetryAfter(retryAfterReason(7))).toBe(7);
  expect(parseRetryAfter('retry-after=999999')).toBe(3600);
  for (const reason of ['', 'retry-after=', 'retry-after=-1', 'retry-after=1.5', 'x retry-after=1']) {
    expect(parseRetryAfter(reason)).toBeNull();
  }
});
