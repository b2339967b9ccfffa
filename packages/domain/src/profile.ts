import { z } from 'zod';
import { isContactLink } from './contact.ts';
import type { PhotoRef } from './piece.ts';
import { photoRefSchema } from './piece-schema.ts';
import { cleanLine, cleanText, isBlank, textLength } from './plain-text.ts';
import type { Policy } from './policy.ts';
import type { FieldRefusal, FieldRefusalCode } from './refusal.ts';

/** How a seller shows. Every field is optional: the name typed at sign-up stands in for one not written yet. */
export interface Profile {
  name?: string;
  bio?: string;
  avatar?: PhotoRef;
  city?: string;
  locale?: 'en' | 'fa';
  /** A link that anyone may follow to the seller: e-mail, Instagram, Telegram or WhatsApp. */
  contact?: string;
}

const fields = {
  name: z.string(),
  bio: z.string(),
  avatar: photoRefSchema,
  city: z.string(),
  locale: z.enum(['en', 'fa']),
  contact: z.string(),
} as const;

function textCode(text: string, maxLength: number): FieldRefusalCode | null {
  return textLength(text) > maxLength ? 'too-long' : null;
}

/** The usable fields of a profile of unknown form, and what is wrong with the others. An empty text is no answer. */
export function checkProfile(value: unknown, policy: Policy): { profile: Profile; refusals: FieldRefusal[] } {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const profile: Record<string, unknown> = {};
  const refusals: FieldRefusal[] = [];
  const limits: Record<string, number> = {
    name: policy.nameMaxLength,
    city: policy.nameMaxLength,
    bio: policy.bioMaxLength,
  };
  for (const [field, schema] of Object.entries(fields)) {
    if (!Object.hasOwn(given, field) || given[field] === undefined) continue;
    const raw = given[field];
    const parsed = schema.safeParse(typeof raw === 'string' ? raw.slice(0, 16 * policy.bioMaxLength) : raw);
    if (!parsed.success) {
      refusals.push({
        field,
        code: field === 'avatar' ? 'not-a-photo' : typeof raw === 'string' ? 'unknown' : 'not-text',
      });
      continue;
    }
    if (typeof parsed.data !== 'string') {
      profile[field] = parsed.data;
      continue;
    }
    const text = field === 'bio' ? cleanText(parsed.data) : cleanLine(parsed.data);
    if (isBlank(text)) continue;
    const code =
      field === 'contact'
        ? isContactLink(text)
          ? null
          : 'unknown'
        : textCode(text, limits[field] ?? Infinity);
    if (code) refusals.push({ field, code });
    else profile[field] = text;
  }
  return { profile: profile as Profile, refusals };
}
