import type { CatalogKey, CatalogSort } from '../../store/catalog-store.ts';

/** Opaque to clients; names the sort so that a cursor of another order is refused. */
export const encodeCursor = (sort: CatalogSort, { price, publishedSeq }: CatalogKey): string =>
  Buffer.from(JSON.stringify([sort, publishedSeq, price])).toString('base64url');

/** `null` for anything that was not made by `encodeCursor` for this sort. */
export function decodeCursor(cursor: string, sort: CatalogSort): CatalogKey | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== sort) return null;
    const [, publishedSeq, price] = parts;
    return Number.isSafeInteger(publishedSeq) && Number.isSafeInteger(price) ? { publishedSeq, price } : null;
  } catch {
    return null;
  }
}
