import type { Result } from '@komod/domain/refusal';
import { makePhoto, type PhotoRefusal, type PreparedPhoto } from './make-photo.ts';
import type { PhotoAnswer, PhotoRequest } from './photo-worker.ts';

export type { PhotoRefusal, PreparedPhoto } from './make-photo.ts';

type Answer = PhotoAnswer['photo'];

let worker: Worker | null = null;
let isWorkerBroken = false;
let nextId = 1;
const waiting = new Map<number, (answer: Answer) => void>();

/** A picked or taken picture, ready to be kept and listed. Works off the main thread where the browser can. */
export async function preparePhoto(file: Blob): Promise<Result<PreparedPhoto, PhotoRefusal>> {
  const answer = await askWorker(file);
  // Not loaded on demand: a server that has a newer version has neither the worker nor this any more.
  return answer ?? makePhoto(file, countPixels);
}

/** Loaded on demand: when it is gone a picture is the decoder's to judge, like one whose head tells nothing. */
async function countPixels(file: Blob): Promise<number | null> {
  const counter = await import('./count-pixels.ts').catch(() => null);
  return counter && counter.countPixels(file);
}

function askWorker(file: Blob): Promise<Answer> {
  const busy = openWorker();
  if (busy === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const id = nextId++;
    waiting.set(id, resolve);
    busy.postMessage({ id, file } satisfies PhotoRequest, []);
  });
}

function openWorker(): Worker | null {
  if (isWorkerBroken || typeof OffscreenCanvas === 'undefined') return null;
  if (worker !== null) return worker;
  worker = new Worker(new URL('./photo-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<PhotoAnswer>) => {
    waiting.get(data.id)?.(data.photo);
    waiting.delete(data.id);
  });
  worker.addEventListener('error', () => {
    isWorkerBroken = true;
    worker?.terminate();
    worker = null;
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
  });
  return worker;
}
