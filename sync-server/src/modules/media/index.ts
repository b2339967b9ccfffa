import { Elysia } from 'elysia';
import { z } from 'zod';
import { routeDetail } from '../../http/route-detail.ts';
import { photoIdPattern } from './media-files.ts';
import { withKeptBody } from './kept-body.ts';
import { mediaFailure } from './media-refusal.ts';
import type { MediaService } from './media-service.ts';
import { photoResponse } from './photo-response.ts';
import { uploadsPath } from './upload-gate.ts';

/** Photos one question may name. */
const knownMax = 500;

// The body is a stream for tus, and OpenAPI has no words for its protocol.
const tus = { parse: 'none', detail: { hide: true } } as const;

export interface MediaRouteParts {
  media: MediaService;
  sessionOf: (request: Request) => Promise<{ userId: string } | null>;
  /** False for a browser page of another site; requests that name no origin are let in on their cookie. */
  isOwnOrigin: (request: Request) => boolean;
}

export function mediaRoutes({ media, sessionOf, isOwnOrigin }: MediaRouteParts) {
  const upload = async ({ request }: { request: Request }): Promise<Response> => {
    // First of all: the runtime forgets a body that nobody reads when its link breaks.
    const kept = withKeptBody(request);
    if (!isOwnOrigin(request)) throw mediaFailure('origin.foreign');
    const session = await sessionOf(request);
    if (!session) throw mediaFailure('session.required');
    return media.uploads.handle(kept, session.userId);
  };
  return new Elysia({ name: 'media' })
    .post(uploadsPath, upload, tus)
    .head(`${uploadsPath}/:uploadId`, upload, tus)
    .patch(`${uploadsPath}/:uploadId`, upload, tus)
    .delete(`${uploadsPath}/:uploadId`, upload, tus)
    .post(
      '/media/known',
      async ({ request, body, set }) => {
        if (!isOwnOrigin(request)) throw mediaFailure('origin.foreign');
        const session = await sessionOf(request);
        if (!session) throw mediaFailure('session.required');
        set.headers['cache-control'] = 'no-store';
        return { known: await media.known(body.photos, session.userId) };
      },
      {
        body: z.object({ photos: z.array(z.string().regex(photoIdPattern)).max(knownMax) }),
        response: z.object({ known: z.array(z.string()) }),
        detail: routeDetail('member', 'Which of these photos the server has of the asker'),
      },
    )
    .get(
      '/media/:photoId/master',
      async ({ request, params }) => {
        const session = await sessionOf(request);
        if (!session) throw mediaFailure('session.required');
        const file = await media.master(params.photoId, session.userId);
        if (!file) throw mediaFailure('photo.not-found');
        return photoResponse(request, file, 'private, no-store');
      },
      { detail: routeDetail('owner', 'The photo as its owner sent it') },
    )
    .get(
      '/media/:photoId/:variant',
      async ({ request, params }) => {
        const file = await media.variant(params.photoId, params.variant);
        if (!file) throw mediaFailure('photo.not-found');
        return photoResponse(request, file, 'public, max-age=31536000, immutable');
      },
      {
        detail: routeDetail('anyone', 'The photo 320, 640 or 1280 wide (WebP), or `og` for previews (JPEG)'),
      },
    );
}
