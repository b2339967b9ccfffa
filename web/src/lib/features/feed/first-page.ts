import type { CatalogPage } from '@komod/domain/catalog-entry';
import type { CatalogAnswer, catalogClient } from '#lib/platform/catalog-client.ts';
import { browser } from '$app/env';
import { filterQuery, type FeedFilter } from './feed-filter.ts';

export const pageSize = 24;

/** The newest pieces under a filter; without a network, the ones of them that this device last saw. */
export async function firstPage(
  client: ReturnType<typeof catalogClient>,
  filter: FeedFilter,
): Promise<CatalogAnswer<CatalogPage>> {
  const answer = await client.page({ ...filterQuery(filter), limit: pageSize });
  if (answer.kind !== 'unreachable' || !browser) return answer;
  const { readKept } = await import('./kept-feed.ts');
  const kept = await readKept(filter);
  if (!kept) return answer;
  const { entries, head, asOf } = kept;
  return { kind: 'answer', value: { entries, head, nextCursor: null }, keptAt: asOf };
}
