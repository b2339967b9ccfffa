import { departmentOf } from '@komod/domain/departments';
import { readFilter } from '#lib/features/feed/feed-filter.ts';
import { firstPage } from '#lib/features/feed/first-page.ts';
import { isFeedOpen } from '#lib/features/feed/open-feeds.ts';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
  const asked = readFilter(url.searchParams);
  const place = asked.category?.includes('.') ? await placeNames(asked.category) : null;
  // A category nobody knows is its department.
  const category = asked.category === null || place ? asked.category : departmentOf(asked.category);
  const filter = { ...asked, category };
  const first = isFeedOpen(filter) ? null : await firstPage(catalogClient(fetch), filter);
  return { filter, place, first };
};

const placeNames = async (category: string) =>
  (await import('#lib/features/feed/place-names.ts')).placeNames(category);
