import { drawPhoto } from '@komod/demo/art/draw-photo';
import { demoPieces } from '@komod/demo/stock/demo-pieces';
import type { PhotoRef, Piece } from '@komod/domain/piece';
import { signUp, type Account } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { makePhotoRef, makePiece, writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { startServerProcess } from '@komod/testkit/server-process';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import { waitUntil } from '@komod/testkit/wait-until';
import { startSlowLink, type LinkSpeed } from './slow-link.ts';

/** A 3G-like phone on a train: what the targets were set for. */
const speed: LinkSpeed = { bitsPerSecond: 1_600_000, roundTripMs: 150 };
const photosDrawn = 24;

export interface Stage {
  /** The server itself. */
  origin: string;
  /** The same server behind the slow link. */
  slowOrigin: string;
  /** A closet of 1,000: 500 live, 500 drafts. */
  thousand: Account;
  /** A closet of 100 drafts. */
  hundred: Account;
  close(): Promise<void>;
}

async function hangPhotos(
  origin: string,
  { cookie }: Account,
  photos: readonly Uint8Array[],
): Promise<PhotoRef[]> {
  for (const bytes of photos) {
    const answer = await uploadPhoto({ origin, cookie, bytes });
    if (!answer.ok) throw new Error(`a photo was answered ${answer.status}`);
  }
  return photos.map((bytes) => makePhotoRef(photoIdOf(bytes)));
}

/** Writes a closet of so many pieces, the first `live` of them listed. */
async function fillCloset(
  origin: string,
  account: Account,
  photos: readonly PhotoRef[],
  { count, live }: { count: number; live: number },
): Promise<void> {
  const { cookie, userId } = account;
  const client = connectDurableClient({ origin, cookie, document: `closet/${userId}` });
  await client.whenOpen();
  const pieces = demoPieces();
  for (let index = 0; index < count; index += 1) {
    const cover = photos[index % photos.length]!;
    const piece: Piece = { ...makePiece(index), ...pieces[index % pieces.length]!.piece, photos: [cover] };
    const id = `${account.handle}-${index}`;
    client.doc.transact(() => {
      writeDraft(client.doc, id, piece, index + 1);
      if (index < live) writeWish(client.doc, id, piece, null, index + 1);
    });
    if (index % 50 === 49) await client.whenAcked();
  }
  await client.whenAcked();
  client.close();
  if (live === 0) return;
  const closet = `${origin}/api/closets/${account.handle}`;
  await waitUntil(
    `${live} pieces to be live`,
    async () => ((await (await fetch(closet)).json()) as { counts: { live: number } }).counts.live === live,
    120_000,
  );
}

export async function setStage(): Promise<Stage> {
  let port = 0;
  // First, because pages may write only under an address the server knows as its own.
  const link = await startSlowLink(() => port, speed);
  const slowOrigin = `http://localhost:${link.port}`;
  const server = await startServerProcess({ withWeb: true, env: { TRUSTED_ORIGINS: slowOrigin } });
  const { origin } = server;
  port = Number(new URL(origin).port);
  const photos = await Promise.all(
    demoPieces()
      .slice(0, photosDrawn)
      .map(({ scene }) => drawPhoto(scene, 'whole')),
  );
  const [thousand, hundred] = [
    await signUp(origin, { handle: 'thousand' }),
    await signUp(origin, { handle: 'hundred' }),
  ];
  await fillCloset(origin, thousand, await hangPhotos(origin, thousand, photos), { count: 1000, live: 500 });
  await fillCloset(origin, hundred, await hangPhotos(origin, hundred, photos.slice(0, 6)), {
    count: 100,
    live: 0,
  });
  return {
    origin,
    slowOrigin,
    thousand,
    hundred,
    close: async () => {
      await link.close();
      await server.close();
    },
  };
}
