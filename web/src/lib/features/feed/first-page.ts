import type { CatalogPage } from '@komod/domain/catalog-entry';
import type { CatalogAnswer, catalogClient } from '#lib/platform/catalog-client.ts';
import { browser } from '$app/env';
import type { Department } from './department.ts';

export const pageSize = 24;

/** The newest pieces of a department; without a network, the ones this device last saw. */
export async function firstPage(
  client: ReturnType<typeof catalogClient>,
  department: Department,
): Promise<CatalogAnswer<CatalogPage>> {
  const answer = await client.page({ category: department, limit: pageSize });
  if (answer.kind !== 'unreachable' || !browser) return answer;
  const { readKeptFeed, readKeptPart } = await import('./kept-feed.ts');
  const kept =
    (await readKeptFeed(department)) ?? (department === null ? null : await readKeptPart(department));
  if (!kept) return answer;
  const { entries, head, asOf } = kept;
  return { kind: 'answer', value: { entries, head, nextCursor: null }, keptAt: asOf };
}
