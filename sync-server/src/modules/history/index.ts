import { Elysia } from 'elysia';
import { z } from 'zod';
import { HttpFailure } from '../../http/http-failure.ts';
import { routeDetail } from '../../http/route-detail.ts';
import type { RevisionStore } from '../../store/revision-store.ts';

export interface HistoryRouteParts {
  store: Pick<RevisionStore, 'revisionsOf'>;
  sessionOf: (request: Request) => Promise<{ userId: string } | null>;
}

export function historyRoutes({ store, sessionOf }: HistoryRouteParts) {
  return new Elysia({ name: 'history' }).get(
    '/api/listings/:id/history',
    async ({ request, params, set }) => {
      const session = await sessionOf(request);
      if (!session) throw new HttpFailure('session.required', 'Only its owner may look back at a listing.');
      set.headers['cache-control'] = 'no-store';
      // Of a listing of somebody else there is nothing under this name.
      return { revisions: [...(await store.revisionsOf(session.userId, params.id))] };
    },
    {
      response: z.object({
        revisions: z.array(z.object({ field: z.string(), value: z.unknown(), at: z.number() })),
      }),
      detail: routeDetail('owner', 'What the fields of a listing held before, newest first'),
    },
  );
}
