import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from 'bun:sqlite';
import { defaultPolicy, type Policy } from '@komod/domain/policy';
import { Elysia } from 'elysia';
import { defaultLimits } from '../src/config.ts';
import { mediaRoutes } from '../src/modules/media/index.ts';
import { createMediaService, type MediaServiceParts } from '../src/modules/media/media-service.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';

export interface MediaServer {
  origin: string;
  dataFolder: string;
  store: Awaited<ReturnType<typeof openSqliteStore>>;
  media: ReturnType<typeof createMediaService>;
  failures: unknown[];
  /** What the database says of a photo. */
  rowOf(photoId: string): Record<string, unknown> | null;
  /** Stops serving and closes the files; the data folder stays until the test ends. */
  stop(): Promise<void>;
}

export interface MediaServerOptions {
  dataFolder?: string;
  policy?: Partial<Policy>;
  limits?: Partial<MediaServiceParts['limits']>;
}

/** The media routes over the real store on a free port; the cookie `user=<id>` is the session. */
export async function startMediaServer(options: MediaServerOptions = {}): Promise<MediaServer> {
  const dataFolder = options.dataFolder ?? (await newDataFolder());
  const store = await openSqliteStore(dataFolder, { parkedAttempts: 8 });
  const failures: unknown[] = [];
  const media = createMediaService({
    dataFolder,
    photos: store,
    policy: { ...defaultPolicy, ...options.policy },
    limits: { ...defaultLimits.uploads, ...options.limits },
    now: Date.now,
    onFailure: (_uploadId, error) => failures.push(error),
  });
  await media.recover();
  const app = new Elysia()
    .use(
      mediaRoutes({
        media,
        async sessionOf(request) {
          const userId = /user=([a-z]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
          return userId ? { userId } : null;
        },
        isOwnOrigin: (request) => !request.headers.get('origin')?.includes('evil'),
      }),
    )
    .listen({ port: 0, hostname: '127.0.0.1' });
  return {
    origin: `http://127.0.0.1:${app.server?.port}`,
    dataFolder,
    store,
    media,
    failures,
    rowOf(photoId) {
      using database = new Database(join(dataFolder, 'komod.sqlite'), { readonly: true });
      return database
        .query<Record<string, unknown>, [string]>('select * from photo where photo_id = ?')
        .get(photoId);
    },
    async stop() {
      await app.stop(true);
      await media.drain();
      await store.close();
    },
  };
}

export const newDataFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'komod-media-'));

export const dropDataFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
