import { z } from 'zod';
import { foldHandle, isHandle } from './handle.ts';

/** Takes what was typed, answers the folded handle. */
export const handleSchema = z
  .string()
  .max(64)
  .overwrite(foldHandle)
  .refine(isHandle, { error: 'Three to 24 of a-z, 0-9 and _' });
