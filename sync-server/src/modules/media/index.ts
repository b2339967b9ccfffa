import { Elysia } from 'elysia';
import { refusalResponse } from './media-refusal.ts';
import type { MediaService } from './media-service.ts';
import { photoResponse } from './photo-response.ts';
import { uploadsPath } from './upload-gate.ts';

export interface MediaRouteParts {
  media: MediaService;
  sessionOf: (request: Request) => Promise<{ userId: string } | null>;
  /** False for a browser page of another site; requests that name no origin are let in on their cookie. */
  isOwnOrigin: (request: Request) => boolean;
}

export function mediaRoutes({ media, sessionOf, isOwnOrigin }: MediaRouteParts) {
  const upload = async ({ request }: { request: Request }): Promise<Response> => {
    if (!isOwnOrigin(request)) return refusalResponse('origin.foreign');
    const session = await sessionOf(request);
    return session ? media.uploads.handle(request, session.userId) : refusalResponse('session.required');
  };
  return new Elysia({ name: 'media' })
    .all(uploadsPath, upload, { parse: 'none', detail: { hide: true } })
    .all(`${uploadsPath}/:uploadId`, upload, { parse: 'none', detail: { hide: true } })
    .get('/media/:photoId/master', async ({ request, params }) => {
      const session = await sessionOf(request);
      if (!session) return refusalResponse('session.required');
      const file = await media.master(params.photoId, session.userId);
      return file ? photoResponse(request, file, 'private, no-store') : refusalResponse('photo.unknown');
    })
    .get('/media/:photoId/:variant', async ({ request, params }) => {
      const file = await media.variant(params.photoId, params.variant);
      if (!file) return refusalResponse('photo.unknown');
      return photoResponse(request, file, 'public, max-age=31536000, immutable');
    });
}
