import type { ServerProcess } from '@komod/testkit/server-process';
import { isUpright } from '@komod/testkit/photo-factory';
import { findTaken, readHiddenData } from '@komod/testkit/served-photo';
import { expect } from './fixtures.ts';
import type { Picture } from './pictures.ts';

interface Entry {
  id: string;
  title: string;
  price: number;
}

/** What the whole feed answers to anybody now. */
async function readFeed(server: ServerProcess): Promise<Entry[]> {
  const response = await fetch(`${server.origin}/api/catalog`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { entries: Entry[] }).entries;
}

/** The piece with that title as its page is given it. */
export async function readPiece(server: ServerProcess, title: string) {
  const entry = (await readFeed(server)).find((found) => found.title === title);
  if (!entry) throw new Error(`nothing in the feed is called ${title}`);
  const response = await fetch(`${server.origin}/api/listings/${entry.id}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Entry & { description: string; photos: { id: string }[] };
}

/** Every size of every photo stands upright, tells nothing, and comes in the order the seller chose. */
export async function expectPhotosAsTaken(server: ServerProcess, title: string, taken: readonly Picture[]) {
  const { photos } = await readPiece(server, title);
  const pictures = taken.map(({ buffer }) => buffer);
  for (const size of ['320', '640', '1280']) {
    const order: number[] = [];
    for (const { id } of photos) {
      const response = await fetch(`${server.origin}/media/${id}/${size}`);
      expect(response.status).toBe(200);
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect(await readHiddenData(bytes)).toEqual({ format: 'webp', kept: [] });
      expect(await isUpright(bytes)).toBe(true);
      order.push(await findTaken(bytes, pictures));
    }
    expect(order, `${title} at ${size}`).toEqual(taken.map((_, index) => index));
  }
}

/** Notes every title and price that anybody could have seen of a piece, until stopped. */
export function watchFeed(server: ServerProcess, id: string) {
  const shown = new Set<string>();
  const watch = { isOn: true };
  const watching = (async () => {
    while (watch.isOn) {
      const entry = (await readFeed(server)).find((found) => found.id === id);
      shown.add(entry ? `${entry.title} ${entry.price}` : 'gone');
    }
  })();
  return {
    shown: () => [...shown],
    stop: async () => {
      watch.isOn = false;
      await watching;
    },
  };
}
