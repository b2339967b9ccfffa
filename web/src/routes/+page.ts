import { departments } from '@komod/domain/departments';
import { firstPage } from '#lib/features/feed/first-page.ts';
import { isFeedOpen } from '#lib/features/feed/open-feeds.ts';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
  const wanted = url.searchParams.get('category');
  const department = departments.some(({ id }) => id === wanted) ? wanted : null;
  const first = isFeedOpen(department) ? null : await firstPage(catalogClient(fetch), department);
  return { department, first };
};
