import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { Policy } from '@komod/domain/policy';
import type { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { photoIdPattern, type MediaFiles } from './media-files.ts';
import { mediaRefusals, refusalBody, refusalResponse, type MediaRefusalCode } from './media-refusal.ts';
import type { PhotoIntake } from './photo-intake.ts';
import type { PhotoLedger } from './photo-ledger.ts';

export const uploadsPath = '/media/uploads';

export interface UploadGate {
  /** Answers one tus request of a signed-in person. */
  handle(request: Request, userId: string): Promise<Response>;
}

export interface UploadGateParts {
  files: MediaFiles;
  uploads: FileStore;
  intake: PhotoIntake;
  ledger: PhotoLedger;
  policy: Policy;
  openUploadsMax: number;
}

const methods = new Set(['POST', 'HEAD', 'PATCH', 'DELETE']);
const fileTypes = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** tus 1.0.0 with an owner: an upload's id begins with its owner's mark, and nobody else can name it. */
export function createUploadGate(parts: UploadGateParts): UploadGate {
  const { files, uploads, intake, ledger, policy } = parts;
  // tus hands its hooks the very request it was given.
  const owners = new WeakMap<object, string>();
  const ownerOf = (request: object): string => {
    const owner = owners.get(request);
    if (owner === undefined) throw new Error('an upload request without its owner');
    return owner;
  };

  const tus = new Server({
    path: uploadsPath,
    datastore: uploads,
    relativeLocation: true,
    maxSize: policy.masterMaxBytes,
    // A phone that lost its link comes back at once; its old request must not hold the upload for long.
    lockDrainTimeout: 500,
    namingFunction: (request) => `${ownerMark(ownerOf(request))}-${randomBytes(16).toString('hex')}`,
    async onUploadCreate(request, upload) {
      const owner = ownerOf(request);
      const photoId = checkedPhotoId(upload);
      const state = (await ledger.photoStates(owner, [photoId])).get(photoId);
      if (state === 'ready') throw refusal('photo.already-here');
      if (state === 'unreadable') throw refusal('photo.unreadable');
      if ((await openUploads(owner)) >= parts.openUploadsMax) throw refusal('upload.too-many');
      return { metadata: { photoId, owner, filetype: upload.metadata?.filetype ?? null } };
    },
    async onUploadFinish(_request, upload) {
      const verdict = await intake.finish(upload.id);
      if (!verdict.ok) throw refusal(verdict.refusal);
      return {};
    },
  });

  async function openUploads(owner: string): Promise<number> {
    const mark = `${ownerMark(owner)}-`;
    const names = await readdir(files.uploadsFolder).catch(() => [] as string[]);
    return names.filter((name) => name.startsWith(mark) && !name.endsWith('.json')).length;
  }

  async function isComplete(id: string): Promise<boolean> {
    const upload = await uploads.getUpload(id).catch(() => null);
    return upload !== null && upload.offset === upload.size;
  }

  return {
    async handle(request, userId) {
      if (!methods.has(request.method)) return refusalResponse('upload.method');
      const id = new URL(request.url).pathname.slice(uploadsPath.length + 1);
      if ((id === '') !== (request.method === 'POST')) return refusalResponse('upload.method');
      if (id !== '' && !isUploadOf(userId, id)) return refusalResponse('upload.unknown');
      if (request.method === 'HEAD' && (await isComplete(id))) {
        // All bytes are here but the sender missed the answer. Only a new request can carry it: create says
        // "already here" or why not.
        await intake.finish(id);
        return refusalResponse('upload.unknown');
      }
      owners.set(request, userId);
      return inOurShape(await tus.handleWeb(request));
    },
  };
}

function checkedPhotoId(upload: Upload): string {
  const { photoId, filetype } = upload.metadata ?? {};
  const isLengthKnown = upload.size !== undefined && upload.size > 0;
  if (!isLengthKnown || !photoId || !photoIdPattern.test(photoId) || !filetype || !fileTypes.has(filetype)) {
    throw refusal('photo.bad-metadata');
  }
  return photoId;
}

/** A person's mark in upload ids; a file name, so neither the id itself nor anything unsafe. */
function ownerMark(userId: string): string {
  return createHash('sha256').update(userId).digest('hex').slice(0, 32);
}

function isUploadOf(userId: string, uploadId: string): boolean {
  return /^[0-9a-f]{32}-[0-9a-f]{32}$/.test(uploadId) && uploadId.startsWith(`${ownerMark(userId)}-`);
}

function refusal(code: MediaRefusalCode): { status_code: number; body: string } {
  return { status_code: mediaRefusals[code].status, body: refusalBody(code) };
}

const codesOfStatus: Readonly<Record<number, MediaRefusalCode>> = {
  400: 'upload.malformed',
  403: 'upload.malformed',
  404: 'upload.unknown',
  405: 'upload.method',
  409: 'upload.wrong-offset',
  410: 'upload.unknown',
  412: 'upload.malformed',
  413: 'photo.too-many-bytes',
  415: 'upload.malformed',
  423: 'upload.busy',
};

// tus answers in plain words, some of them the sender's own; ours are the codes.
async function inOurShape(response: Response): Promise<Response> {
  // tus allows every origin by default; these routes serve our own pages only.
  response.headers.delete('access-control-allow-origin');
  if (response.status < 400) return response;
  const body = await response.text();
  const code = codeIn(body) ?? codesOfStatus[response.status] ?? 'upload.failed';
  return refusalResponse(code, { 'tus-resumable': '1.0.0' });
}

function codeIn(body: string): MediaRefusalCode | null {
  const code = /^\{"error":\{"code":"([a-z.-]+)"/.exec(body)?.[1];
  return code !== undefined && code in mediaRefusals ? (code as MediaRefusalCode) : null;
}
