import { deviceWord } from '#lib/app/device.ts';
import type { PhotoDesk } from '#lib/app/photo-desk.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { wholeNumber } from '#lib/words/time-words.ts';

/** What a tile's corner says of the bytes. `safe` is said by nothing. */
export type PhotoMark =
  | { kind: 'safe' | 'here' | 'elsewhere' | 'refused' | 'gone' }
  | { kind: 'sending'; share: number };

/** `isOnServer`: part of a piece the server accepted, whichever device it came from. */
export function photoMark(desk: PhotoDesk, id: string, isOnServer: boolean): PhotoMark {
  const progress = desk.progressOf(id);
  if (isOnServer && progress?.state !== 'refused') return { kind: 'safe' };
  if (progress?.state === 'sending')
    return { kind: 'sending', share: progress.total > 0 ? progress.sent / progress.total : 0 };
  const place = desk.placeOf(id);
  return { kind: place === 'uploaded' ? 'safe' : place };
}

const markWords: Record<PhotoMark['kind'], () => string> = {
  safe: () => '',
  here: () => m.photos_on_device({ device: deviceWord() }),
  sending: m.photos_sending,
  elsewhere: m.photos_elsewhere,
  refused: m.photos_refused,
  gone: () => m.photos_gone({ device: deviceWord() }),
};

export function photoName(index: number, total: number, mark: PhotoMark): string {
  const words = { photo: wholeNumber(index + 1), total: wholeNumber(total) };
  const place = index === 0 ? m.photos_tile_cover(words) : m.photos_tile(words);
  return [place, markWords[mark.kind]()].filter(Boolean).join(', ');
}
