import { error } from '@sveltejs/kit';
import { firstClosetPage } from '#lib/features/public-closet/closet-list.svelte.ts';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const answer = await catalogClient(fetch).closet(params.handle, firstClosetPage);
  if (answer.kind === 'refused') error(answer.status, { message: answer.code, code: answer.code });
  return {
    closet: answer.kind === 'answer' ? answer.value : null,
    asOf: answer.kind === 'answer' ? answer.keptAt : null,
  };
};
