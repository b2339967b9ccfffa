import { Buffer } from 'node:buffer';
import { photoIdOf } from '@komod/testkit/upload-photo';
import { Upload } from 'tus-js-client';
import type { PhotoStore } from '../photo-store.ts';
import type { UploadEnvironment } from '../upload-environment.ts';

/** How much faster than the wall the queue's clock runs here. */
const speed = 20;

export interface UploadDevice extends UploadEnvironment {
  cookie: string;
  isOnlineNow: boolean;
  /** Photo ids a transfer was begun for, once per attempt. */
  attempts: string[];
}

interface Line {
  end: Promise<unknown>;
  rob(): void;
}
const lines = new Map<string, Line>();

/** As Web Locks have it: one after the other, unless one steals; whoever is robbed hears of it and runs on. */
const exclusively: UploadEnvironment['exclusively'] = async (name, how, hold) => {
  const line = lines.get(name) ?? { end: Promise.resolve(), rob: () => undefined };
  lines.set(name, line);
  const before = line.end;
  const stood = (async () => {
    if ('steal' in how) line.rob();
    else await before;
    if ('signal' in how && how.signal.aborted) throw new Error('given up');
    const robbed = Promise.withResolvers<never>();
    line.rob = () => robbed.reject(new Error('stolen'));
    await Promise.race([hold(), robbed.promise]);
  })();
  line.end = Promise.allSettled([before, stood]);
  await stood;
};

/** A tab, with the browser around it; `origin` is the server's. */
export function newUploadDevice(cookie: string, origin: string): UploadDevice {
  const device: UploadDevice = {
    cookie,
    isOnlineNow: true,
    attempts: [],
    endpoint: `${origin}/media/uploads`,
    async createTransfer(master, options) {
      device.attempts.push(options.metadata?.photoId ?? '');
      const headers = { cookie: device.cookie };
      // The library's Node build takes buffers where the browser's takes blobs.
      const bytes = Buffer.from(await master.arrayBuffer());
      return new Upload(bytes as unknown as File, { ...options, headers });
    },
    isOnline: () => device.isOnlineNow,
    now: () => performance.now() * speed,
    random: Math.random,
    setTimeout: (run, ms) => setTimeout(run, ms / speed),
    clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    exclusively,
    openChannel: (name) => new BroadcastChannel(name),
  };
  return device;
}

export async function putPhoto(
  store: PhotoStore,
  owner: string,
  bytes: Uint8Array,
  addedAt: number,
): Promise<string> {
  const id = photoIdOf(bytes);
  const blob = new Blob([Buffer.from(bytes)], { type: 'image/jpeg' });
  const ref = { id, width: 1, height: 1, thumbhash: '' };
  await store.put(owner, { ref, master: blob, preview: blob }, addedAt);
  return id;
}
