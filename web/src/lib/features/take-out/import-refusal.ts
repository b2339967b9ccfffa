import type { TakeOutRefusal } from '@komod/domain/take-out';
import { deviceWord } from '#lib/app/device.ts';
import { m } from '#lib/paraglide/messages.js';
import { byteWords } from '#lib/words/size-words.ts';

/** `no-room`: this device's storage would not take it. `failed`: nobody knows why. */
export type ImportRefusal = TakeOutRefusal | 'no-room' | 'failed';

const words: Record<ImportRefusal, (bytes: number) => string> = {
  'not-ours': () => m.takeout_not_ours(),
  newer: () => m.takeout_newer(),
  broken: () => m.takeout_broken(),
  changed: () => m.takeout_changed(),
  'too-large': () => m.takeout_too_large(),
  'no-room': (bytes) => m.takeout_no_room({ size: byteWords(bytes), device: deviceWord() }),
  failed: () => m.takeout_import_failed(),
};

/** @param bytes of the photos that would come */
export const importRefusalWords = (refusal: ImportRefusal, bytes: number): string => words[refusal](bytes);
