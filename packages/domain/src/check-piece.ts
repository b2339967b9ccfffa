import type { z } from 'zod';
import type { Piece } from './piece.ts';
import { brokenRules, cleanPiece } from './piece-rules.ts';
import { pieceSchema } from './piece-schema.ts';
import type { Policy } from './policy.ts';
import { accept, fieldRefusalCodes, refuse } from './refusal.ts';
import type { FieldRefusal, FieldRefusalCode, Result } from './refusal.ts';

const isCode = (text: string): text is FieldRefusalCode =>
  (fieldRefusalCodes as readonly string[]).includes(text);

export const isPlainRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longest list and text that are looked at, far above every limit, so that a hostile piece costs no more than a long one. */
const bounds = (policy: Policy): { items: number; characters: number } => ({
  items: 4 * Math.max(policy.photosMax, policy.tagsMax, policy.measurementsMax),
  characters: 16 * policy.descriptionMaxLength,
});

function refusalOf(field: string, issue: z.core.$ZodIssue): FieldRefusal {
  const index = issue.path[0];
  if (field === 'photos' && typeof index === 'number')
    return { field: `photos.${index}`, code: 'not-a-photo' };
  return { field, code: isCode(issue.message) ? issue.message : 'malformed' };
}

function checkForm(
  field: string,
  schema: z.ZodType,
  given: unknown,
  policy: Policy,
): Result<unknown, FieldRefusal[]> {
  const { items, characters } = bounds(policy);
  const count = Array.isArray(given) ? given.length : isPlainRecord(given) ? Object.keys(given).length : 0;
  if (count > items) return refuse([{ field, code: 'too-many' as const }]);
  const looked = typeof given === 'string' ? given.slice(0, characters) : given;
  const parsed = schema.safeParse(looked);
  if (parsed.success) return accept(parsed.data);
  const refusals = parsed.error.issues.map((issue) => refusalOf(field, issue));
  return refuse([...new Map(refusals.map((refusal) => [refusal.field, refusal])).values()]);
}

/**
 * The border a piece crosses to become public. Accepts anything, never throws; answers the piece in its stored form
 * (clean text, doubles gone, unknown keys dropped) or every field that is wrong.
 */
export function checkPiece(value: unknown, policy: Policy): Result<Piece, FieldRefusal[]> {
  if (value === undefined) return refuse([{ field: 'piece', code: 'missing' }]);
  if (!isPlainRecord(value)) return refuse([{ field: 'piece', code: 'malformed' }]);
  const wellFormed: Record<string, unknown> = {};
  const refusals: FieldRefusal[] = [];
  for (const [field, schema] of Object.entries(pieceSchema.shape)) {
    const form = checkForm(field, schema, Object.hasOwn(value, field) ? value[field] : undefined, policy);
    if (!form.ok) refusals.push(...form.refusal);
    else if (form.value !== undefined) wellFormed[field] = form.value;
  }
  const piece = cleanPiece(wellFormed);
  refusals.push(...brokenRules(piece, policy));
  return refusals.length > 0 ? refuse(refusals) : accept(piece as Piece);
}
