import type { PhotoRef, Piece } from '@komod/domain/piece';
import type { Account } from './account.ts';
import { connectDurableClient } from './durable-client.ts';
import { makePhotoRef, makePiece, writeDraft, writeWish } from './listing-factory.ts';
import { makeJpeg } from './photo-factory.ts';
import { photoIdOf, uploadPhoto } from './upload-photo.ts';
import { waitUntil } from './wait-until.ts';

/** Puts a piece on the feed for a seller without any screen; resolves once it is live. */
export async function listPiece(
  origin: string,
  { cookie, userId }: Pick<Account, 'cookie' | 'userId'>,
  listing: { id: string; seed: number; photoCount?: number; change?: Partial<Piece> },
): Promise<Piece> {
  const photos: PhotoRef[] = [];
  for (let index = 0; index < (listing.photoCount ?? 1); index += 1) {
    const bytes = await makeJpeg({ seed: listing.seed + index * 1_000_000, width: 600, height: 800 });
    const answer = await uploadPhoto({ origin, cookie, bytes });
    if (answer.status !== 204) throw new Error(`the upload was answered ${answer.status}`);
    photos.push(makePhotoRef(photoIdOf(bytes)));
  }
  const piece = makePiece(listing.seed, { photos, ...listing.change });
  const client = connectDurableClient({ origin, cookie, document: `closet/${userId}` });
  await client.whenOpen();
  writeDraft(client.doc, listing.id, piece, Date.now());
  writeWish(client.doc, listing.id, piece, null, Date.now());
  await client.whenAcked();
  client.close();
  await waitUntil(
    `${listing.id} to be live`,
    async () => (await fetch(`${origin}/api/listings/${listing.id}`)).ok,
  );
  return piece;
}
