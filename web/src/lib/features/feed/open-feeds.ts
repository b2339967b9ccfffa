import type { CatalogPage } from '@komod/domain/catalog-entry';
import { catalogClient, type CatalogAnswer } from '#lib/platform/catalog-client.ts';
import { browser } from '$app/env';
import { FeedState } from './feed-state.svelte.ts';
import type { Department } from './department.ts';

/** Feeds of this tab, so that Back lands on the same card. The server answers many people and keeps none. */
const open = new Map<Department, FeedState>();

export const isFeedOpen = (department: Department): boolean => browser && open.has(department);

/** The open feed of a department, or a new one that begins with `first`. */
export function feedFor(department: Department, first: CatalogAnswer<CatalogPage> | null): FeedState {
  const kept = browser ? open.get(department) : undefined;
  if (kept) return kept;
  const feed = new FeedState(department, first ?? { kind: 'unreachable' }, catalogClient(globalThis.fetch));
  if (browser) open.set(department, feed);
  return feed;
}
