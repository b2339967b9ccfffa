import { defaultPolicy } from '@komod/domain/policy';
import { deviceWord } from '#lib/app/device.ts';
import type { IntakeNote } from '#lib/app/photo-intake.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { wholeNumber } from '#lib/words/time-words.ts';

export function intakeWords(note: IntakeNote): string {
  if (note.kind === 'already-here') return m.photos_already_here();
  if (note.kind === 'too-many')
    return m.photos_too_many({ count: note.count, max: wholeNumber(defaultPolicy.photosMax) });
  if (note.kind === 'not-kept') return m.photos_not_kept({ device: deviceWord() });
  return m.photos_unreadable({ name: note.name });
}
