import { error } from '@sveltejs/kit';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const answer = await catalogClient(fetch).listing(params.id);
  if (answer.kind === 'refused') {
    const { status, code, sellerHandle } = answer;
    error(status, { message: code, code, ...(sellerHandle && { sellerHandle }) });
  }
  return {
    piece: answer.kind === 'answer' ? answer.value : null,
    asOf: answer.kind === 'answer' ? answer.keptAt : null,
  };
};
