import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { Policy } from '@komod/domain/policy';
import type { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { HttpFailure } from '../../http/http-failure.ts';
import type { PhotoStore } from '../../store/photo-store.ts';
import { photoIdPattern, type MediaFiles } from './media-files.ts';
import { mediaFailure, type MediaRefusalCode } from './media-refusal.ts';
import type { PhotoIntake } from './photo-intake.ts';
import type { UploadAllowance } from './upload-allowance.ts';

export const uploadsPath = '/media/uploads';

export interface UploadGate {
  /** Answers one tus request of a signed-in person. */
  handle(request: Request, userId: string): Promise<Response>;
}

export interface UploadGateParts {
  files: MediaFiles;
  uploads: FileStore;
  intake: PhotoIntake;
  photos: Pick<PhotoStore, 'photoStates'>;
  policy: Policy;
  allowance: UploadAllowance;
}

const fileTypes = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** tus 1.0.0 with an owner: an upload's id begins with its owner's mark, and nobody else can name it. */
export function createUploadGate(parts: UploadGateParts): UploadGate {
  const { uploads, intake, photos, policy } = parts;
  // tus hands its hooks the very request it was given.
  const visits = new WeakMap<object, Visit>();
  const visitOf = (request: object): Visit => {
    const visit = visits.get(request);
    if (visit === undefined) throw new Error('an upload request without its owner');
    return visit;
  };
  const refuseWith = (request: object, failure: HttpFailure) => {
    visitOf(request).failure = failure;
    return { status_code: 500, body: failure.code };
  };

  const tus = new Server({
    path: uploadsPath,
    datastore: uploads,
    relativeLocation: true,
    maxSize: policy.masterMaxBytes,
    // A phone that lost its link comes back at once; its old request must not hold the upload for long.
    lockDrainTimeout: 500,
    namingFunction: (request) => `${ownerMark(visitOf(request).owner)}-${randomBytes(16).toString('hex')}`,
    async onUploadCreate(request, upload) {
      const { owner } = visitOf(request);
      const photoId = checkedPhotoId(upload);
      if (photoId === null) throw refuseWith(request, mediaFailure('photo.bad-metadata'));
      const state = (await photos.photoStates(owner, [photoId])).get(photoId);
      if (state === 'ready') throw refuseWith(request, mediaFailure('photo.already-here'));
      if (state === 'unreadable') throw refuseWith(request, mediaFailure('photo.unreadable'));
      const waitSeconds = parts.allowance.take(
        owner,
        upload.size ?? 0,
        await openUploads(parts.files, owner),
      );
      if (waitSeconds !== null) {
        throw refuseWith(request, mediaFailure('too-fast', { 'retry-after': `${waitSeconds}` }));
      }
      return { metadata: { photoId, owner, filetype: upload.metadata?.filetype ?? null } };
    },
    async onUploadFinish(request, upload) {
      const verdict = await intake.finish(upload.id);
      if (!verdict.ok) throw refuseWith(request, mediaFailure(verdict.refusal));
      return {};
    },
  });

  return {
    async handle(request, userId) {
      const id = new URL(request.url).pathname.slice(uploadsPath.length + 1);
      if (request.method !== 'POST' && !isUploadOf(userId, id))
        return mediaFailure('upload.not-found').toResponse();
      const visit: Visit = { owner: userId, failure: null };
      visits.set(request, visit);
      const response = await tus.handleWeb(request);
      if (request.method === 'HEAD' && isWhole(response)) {
        // All bytes are here but the sender missed the answer, which a HEAD cannot carry. Once it is settled,
        // a new upload is told "already here" or why not.
        await intake.finish(id);
        return mediaFailure('upload.not-found').toResponse();
      }
      return inOurShape(response, visit.failure);
    },
  };
}

interface Visit {
  owner: string;
  /** What our own hooks refused this request with. */
  failure: HttpFailure | null;
}

function isWhole({ status, headers }: Response): boolean {
  return status === 200 && headers.get('upload-offset') === headers.get('upload-length');
}

function checkedPhotoId(upload: Upload): string | null {
  const { photoId, filetype } = upload.metadata ?? {};
  const isLengthKnown = upload.size !== undefined && upload.size > 0;
  if (!isLengthKnown || !photoId || !photoIdPattern.test(photoId)) return null;
  return filetype && fileTypes.has(filetype) ? photoId : null;
}

async function openUploads(files: MediaFiles, owner: string): Promise<number> {
  const mark = `${ownerMark(owner)}-`;
  const names = await readdir(files.uploadsFolder).catch(() => [] as string[]);
  return names.filter((name) => name.startsWith(mark) && !name.endsWith('.json')).length;
}

/** A person's mark in upload ids; a file name, so neither the id itself nor anything unsafe. */
function ownerMark(userId: string): string {
  return createHash('sha256').update(userId).digest('hex').slice(0, 32);
}

function isUploadOf(userId: string, uploadId: string): boolean {
  return /^[0-9a-f]{32}-[0-9a-f]{32}$/.test(uploadId) && uploadId.startsWith(`${ownerMark(userId)}-`);
}

const codesOfStatus: Readonly<Record<number, MediaRefusalCode>> = {
  404: 'upload.not-found',
  409: 'upload.wrong-offset',
  410: 'upload.not-found',
  413: 'photo.too-large',
  423: 'upload.busy',
};

// tus answers in plain words, some of them the sender's own; ours are the codes.
function inOurShape(response: Response, failure: HttpFailure | null): Response {
  // tus lets pages of every origin read its answers; these routes serve our own pages only.
  response.headers.delete('access-control-allow-origin');
  if (response.status < 400) return response;
  const fallback: MediaRefusalCode = response.status < 500 ? 'request.malformed' : 'internal';
  const refused = (failure ?? mediaFailure(codesOfStatus[response.status] ?? fallback)).toResponse();
  refused.headers.set('tus-resumable', '1.0.0');
  return refused;
}
