import { defaultPolicy } from '@komod/domain/policy';
import { accept, refuse, type Result } from '@komod/domain/refusal';
import {
  readTakeOutManifest,
  takeOutLimits,
  takeOutNames,
  takeOutPhotoName,
  type TakeOutManifest,
  type TakeOutPart,
  type TakeOutRefusal,
} from '@komod/domain/take-out';
import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { hashOf } from './hash-of.ts';

configure({ useWebWorkers: false });

/** A file that was opened: its data is read, its photos are not. */
export interface TakenOutFile {
  manifest: TakeOutManifest;
  closet: string;
  account: string;
  /** The master whose bytes have this hash; `changed` when they have another. */
  master(photoId: string): Promise<Result<Blob, TakeOutRefusal>>;
}

type Entries = ReadonlyMap<string, FileEntry>;
type Bytes = Result<Uint8Array<ArrayBuffer>, TakeOutRefusal>;

/** Judges a picked file by its manifest and the hashes of its data. Reads no photo yet. */
export async function openTakeOut(file: Blob): Promise<Result<TakenOutFile, TakeOutRefusal>> {
  const entries = await readEntries(file);
  if (!entries) return refuse((await isZip(file)) ? 'broken' : 'not-ours');
  const head = await readEntry(entries, takeOutNames.manifest, takeOutLimits.manifestMaxBytes);
  if (!head.ok) return refuse(entries.has(takeOutNames.manifest) ? head.refusal : 'not-ours');
  const manifest = readTakeOutManifest(parse(head.value));
  if (!manifest.ok) return manifest;
  const closet = await readPart(entries, takeOutNames.closet, manifest.value.closet);
  if (!closet.ok) return closet;
  const account = await readPart(entries, takeOutNames.account, manifest.value.account);
  if (!account.ok) return account;
  return accept({
    manifest: manifest.value,
    closet: closet.value,
    account: account.value,
    async master(photoId) {
      const bytes = await readEntry(entries, takeOutPhotoName(photoId), defaultPolicy.masterMaxBytes);
      if (!bytes.ok) return bytes;
      if ((await hashOf(bytes.value)) !== photoId) return refuse('changed');
      return accept(new Blob([bytes.value], { type: 'image/jpeg' }));
    },
  });
}

/** By name; `null` when it is no zip, or a piece of one. */
async function readEntries(file: Blob): Promise<Entries | null> {
  const all = await new ZipReader(new BlobReader(file)).getEntries().catch(() => null);
  if (!all) return null;
  const files = all.filter((entry): entry is FileEntry => !entry.directory && !entry.encrypted);
  // Unpacked and packed again, everything may stand in one folder.
  const { manifest } = takeOutNames;
  const folder = files
    .map(({ filename }) => filename)
    .find((name) => name === manifest || /^[^/]+\/komod\.json$/.test(name))
    ?.slice(0, -manifest.length);
  return new Map(files.map((entry) => [entry.filename.slice(folder?.length ?? 0), entry]));
}

const isZip = async (file: Blob): Promise<boolean> =>
  new Uint8Array(await file.slice(0, 2).arrayBuffer()).join() ===
  [...'PK'].map((c) => c.charCodeAt(0)).join();

/** A directory of a zip may say anything: no more than `maxBytes` are ever taken in. */
async function readEntry(entries: Entries, name: string, maxBytes: number): Promise<Bytes> {
  const entry = entries.get(name);
  if (!entry) return refuse('broken');
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const writable = new WritableStream<Uint8Array>({
    write(chunk) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new RangeError('more than was allowed');
      chunks.push(chunk.slice());
    },
  });
  try {
    await entry.getData(writable);
  } catch {
    return refuse(bytes > maxBytes ? 'too-large' : 'broken');
  }
  return accept(new Uint8Array(await new Blob(chunks).arrayBuffer()));
}

async function readPart(
  entries: Entries,
  name: string,
  part: TakeOutPart,
): Promise<Result<string, TakeOutRefusal>> {
  const bytes = await readEntry(entries, name, part.bytes);
  if (!bytes.ok) return bytes.refusal === 'too-large' ? refuse('changed') : bytes;
  if ((await hashOf(bytes.value)) !== part.sha256) return refuse('changed');
  return accept(new TextDecoder().decode(bytes.value));
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
