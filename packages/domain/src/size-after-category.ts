import { findCategory, isSizeOf } from './taxonomy.ts';

const hasNoSizes = (categoryId: string): boolean => findCategory(categoryId)?.sizeSystem === 'one-size-only';

/**
 * The size of a piece whose category changes: the same while it fits, none when it does not. Where there are no
 * sizes the answer is *One size*; it was nobody's answer, so it does not outlive such a category.
 */
export function sizeAfterCategory(
  from: string | undefined,
  to: string,
  size: string | undefined,
): string | undefined {
  const given = size === 'one-size' && from !== undefined && hasNoSizes(from) ? undefined : size;
  if (given !== undefined && isSizeOf(to, given)) return given;
  return hasNoSizes(to) ? 'one-size' : undefined;
}
