import {
  takeOutFormat,
  takeOutNames,
  takeOutPhotoName,
  takeOutVersion,
  type TakeOutManifest,
  type TakeOutPart,
} from '@komod/domain/take-out';
import { BlobReader, configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { BlobSink } from './blob-sink.ts';
import { hashOf } from './hash-of.ts';

// Photos do not get smaller, so nothing is compressed and no worker is worth its start.
configure({ useWebWorkers: false });

export interface TakeOutContent {
  /** Canonical JSON of the documents. */
  closet: string;
  account: string;
  handle: string | null;
  /** ms UTC */
  madeAt: number;
  photoIds: readonly string[];
  /** `null`: out of reach. Asked for one at a time, so that one master is in memory. */
  masterOf(id: string): Promise<Blob | null>;
}

/**
 * One zip of everything.
 * @throws when `signal` gives it up, or what `masterOf` throws.
 */
export async function writeTakeOut(
  content: TakeOutContent,
  watch: { onPhoto(done: number): void; signal: AbortSignal },
): Promise<{ file: Blob; absent: string[] }> {
  const sink = new BlobSink();
  const zip = new ZipWriter(sink.writable, { level: 0, signal: watch.signal });
  const addData = async (name: string, json: string): Promise<TakeOutPart> => {
    const bytes = new TextEncoder().encode(json);
    await zip.add(name, new Uint8ArrayReader(bytes));
    return { bytes: bytes.byteLength, sha256: await hashOf(bytes) };
  };
  const closet = await addData(takeOutNames.closet, content.closet);
  const account = await addData(takeOutNames.account, content.account);
  const photos: TakeOutManifest['photos'] = [];
  const absent: string[] = [];
  for (const [index, id] of content.photoIds.entries()) {
    watch.signal.throwIfAborted();
    const master = await content.masterOf(id);
    if (master) {
      await zip.add(takeOutPhotoName(id), new BlobReader(master));
      photos.push({ id, bytes: master.size });
    } else absent.push(id);
    watch.onPhoto(index + 1);
  }
  const { handle, madeAt } = content;
  const head = { format: takeOutFormat, version: takeOutVersion, madeAt, handle } as const;
  const manifest: TakeOutManifest = { ...head, closet, account, photos, absent };
  await addData(takeOutNames.manifest, JSON.stringify(manifest, null, 1));
  await zip.close();
  return { file: sink.blob('application/zip'), absent };
}
