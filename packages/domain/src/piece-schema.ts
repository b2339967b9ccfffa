import { z } from 'zod';
import { conditions } from './condition.ts';

// The form of a piece; what values it may hold is judged by `piece-rules.ts`, which needs no zod.
// Messages are field refusal codes.

const textCode = (issue: { input?: unknown }): string => (issue.input === undefined ? 'missing' : 'not-text');
/** A number too large for JavaScript arrives as Infinity: out of range, not malformed. */
const amountCode = ({ input }: { input?: unknown }): string => {
  if (input === undefined) return 'missing';
  if (input === Infinity) return 'above-maximum';
  return input === -Infinity ? 'below-minimum' : 'not-a-number';
};
const formCode = (issue: { input?: unknown }): string =>
  issue.input === undefined ? 'missing' : 'malformed';

const amount = z.number({ error: amountCode });

export const photoRefSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  width: z.int().positive().max(65_535),
  height: z.int().positive().max(65_535),
  thumbhash: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/),
});

export const pieceSchema = z.object({
  title: z.string({ error: textCode }),
  description: z.string({ error: textCode }),
  category: z.string({ error: textCode }),
  size: z.string({ error: textCode }),
  brand: z.string({ error: textCode }).nullable(),
  colours: z.array(z.string({ error: 'unknown' }), { error: formCode }),
  condition: z.enum(conditions, {
    error: (issue) => (typeof issue.input === 'string' ? 'unknown' : textCode(issue)),
  }),
  price: amount,
  originalPrice: amount.optional(),
  currency: z.string({ error: textCode }),
  photos: z.array(photoRefSchema, { error: formCode }),
  measurements: z.record(z.string(), z.string({ error: 'not-text' }), { error: formCode }).optional(),
  tags: z.array(z.string({ error: 'not-text' }), { error: formCode }).optional(),
});
