import { takeOutNames, takeOutPhotoName } from '@komod/domain/take-out';
import { BlobReader, TextReader, ZipReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { expect, test } from 'vitest';
import { BlobSink } from './blob-sink.ts';
import { hashOf } from './hash-of.ts';
import { reachMaster } from './reach-master.ts';
import { openTakeOut } from './read-take-out.ts';
import { writeTakeOut } from './write-take-out.ts';

const masterOf = (seed: number, bytes = 70_000) =>
  new Uint8Array(bytes).map((_, index) => (index * 31 + seed * 17) & 0xff);
const masters = new Map(
  await Promise.all([1, 2, 3].map(async (seed) => [await hashOf(masterOf(seed)), masterOf(seed)] as const)),
);
const [first = '', second = '', third = ''] = masters.keys();

const content = {
  closet: '{"listings":{"«کت»":1}}',
  account: '{"profile":{}}',
  handle: 'sara',
  madeAt: 5,
  photoIds: [...masters.keys()],
  masterOf: (id: string) => Promise.resolve(new Blob([masters.get(id) ?? ''])),
};
const quiet = () => ({ signal: new AbortController().signal, onPhoto: () => undefined });

/** The same entries in a zip that another program could make of an unpacked one. */
async function repacked(file: Blob, folder: string, change: (name: string) => string | null): Promise<Blob> {
  const sink = new BlobSink();
  const zip = new ZipWriter(sink.writable);
  for (const entry of await new ZipReader(new BlobReader(file)).getEntries()) {
    if (entry.directory) continue;
    const other = change(entry.filename);
    const part = new BlobSink();
    await entry.getData(part.writable);
    await zip.add(
      folder + entry.filename,
      other === null ? new BlobReader(part.blob('')) : new TextReader(other),
    );
  }
  await zip.close();
  return sink.blob('application/zip');
}

test('what was written is read back, photos by their hash', async () => {
  const { file, absent } = await writeTakeOut(content, quiet());
  expect(absent).toEqual([]);
  const opened = await openTakeOut(file);
  if (!opened.ok) throw new Error(opened.refusal);
  expect(opened.value).toMatchObject({ closet: content.closet, account: content.account });
  expect(opened.value.manifest.photos).toEqual(content.photoIds.map((id) => ({ id, bytes: 70_000 })));
  const master = await opened.value.master(second);
  expect(master.ok && new Uint8Array(await master.value.arrayBuffer())).toEqual(masters.get(second));
});

test('[X6] a photo out of reach is named in the file, and does not stop it', async () => {
  const { file, absent } = await writeTakeOut(
    { ...content, masterOf: (id) => (id === second ? Promise.resolve(null) : content.masterOf(id)) },
    quiet(),
  );
  expect(absent).toEqual([second]);
  const opened = await openTakeOut(file);
  expect(opened.ok && opened.value.manifest.absent).toEqual([second]);
  expect(opened.ok && opened.value.manifest.photos.map(({ id }) => id)).toEqual([first, third]);
});

test('[X6] bytes that this disk spoilt do not get into a file', async () => {
  const spoilt = { getMaster: () => Promise.resolve(new Blob([masterOf(9)])) };
  const whole = { getMaster: () => Promise.resolve(new Blob([masterOf(1)])) };
  const { signal } = new AbortController();
  expect(await reachMaster(spoilt, first, signal)).toBeNull();
  expect((await reachMaster(whole, first, signal))?.size).toBe(70_000);
});

test('[X7] a master is asked for when the one before it was handed over, and none after the file was given up', async () => {
  const giveUp = new AbortController();
  const asked: string[] = [];
  const writing = writeTakeOut(
    {
      ...content,
      masterOf: (id) => {
        asked.push(id);
        return content.masterOf(id);
      },
    },
    { signal: giveUp.signal, onPhoto: (done) => done === 2 && giveUp.abort() },
  );
  await expect(writing).rejects.toThrow();
  expect(asked).toEqual([first, second]);
});

test('a file that was unpacked and packed again, compressed and in a folder, is still ours', async () => {
  const { file } = await writeTakeOut(content, quiet());
  const again = await repacked(file, 'komod-sara/', () => null);
  expect(again.size).toBeLessThan(file.size);
  const opened = await openTakeOut(again);
  expect(opened.ok && opened.value.closet).toBe(content.closet);
  expect(opened.ok && (await opened.value.master(first)).ok).toBe(true);
});

test('[X5] a directory that hides how much it unpacks to is cut off at what a master may be', async () => {
  const { file } = await writeTakeOut(content, quiet());
  const bomb = await repacked(file, '', (name) =>
    name === takeOutPhotoName(first) ? '0'.repeat(13 * 1024 * 1024) : null,
  );
  const opened = await openTakeOut(bomb);
  expect(opened.ok && (await opened.value.master(first))).toEqual({ ok: false, refusal: 'too-large' });
});

test('[X5] what is missing, cut or exchanged is told apart', async () => {
  const { file } = await writeTakeOut(content, quiet());
  const other = (name: string, text: string) =>
    repacked(file, '', (found) => (found === name ? text : null)).then(openTakeOut);
  expect(await openTakeOut(new Blob(['a letter']))).toEqual({ ok: false, refusal: 'not-ours' });
  expect(await openTakeOut(new Blob([]))).toEqual({ ok: false, refusal: 'not-ours' });
  expect(await openTakeOut(file.slice(0, -30))).toEqual({ ok: false, refusal: 'broken' });
  expect(await other(takeOutNames.manifest, 'hello')).toEqual({ ok: false, refusal: 'not-ours' });
  expect(await other(takeOutNames.closet, '{"listings":{"«کت»":2}}')).toEqual({
    ok: false,
    refusal: 'changed',
  });
  expect(await other(takeOutNames.account, '{}')).toEqual({ ok: false, refusal: 'changed' });
  const exchanged = await other(takeOutPhotoName(first), 'another picture');
  expect(exchanged.ok && (await exchanged.value.master(first))).toEqual({ ok: false, refusal: 'changed' });
});
