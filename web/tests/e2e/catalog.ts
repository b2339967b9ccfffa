import type { CatalogChanges, ListingPage } from '@komod/domain/catalog-entry';
import type { ServerProcess } from '@komod/testkit/server-process';
import { isUpright } from '@komod/testkit/photo-factory';
import { findTaken, readHiddenData, readSize } from '@komod/testkit/served-photo';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import type { Picture } from './pictures.ts';

interface Entry {
  id: string;
  title: string;
  price: number;
}

async function readJson<T>(server: ServerProcess, path: string): Promise<T> {
  const response = await fetch(server.origin + path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** What the whole feed answers to anybody now. */
const readFeed = async (server: ServerProcess): Promise<Entry[]> =>
  (await readJson<{ entries: Entry[] }>(server, '/api/catalog')).entries;

/** The piece with that title as its page is given it. */
export async function readPiece(server: ServerProcess, title: string) {
  const entry = (await readFeed(server)).find((found) => found.title === title);
  if (!entry) throw new Error(`nothing in the feed is called ${title}`);
  return readJson<ListingPage>(server, `/api/listings/${entry.id}`);
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

/** What left the seller's device, which only the seller is given back: upright, of this size, telling nothing. */
export async function expectMaster(
  page: Page,
  photoId: string,
  size: { width: number; height: number },
): Promise<void> {
  const answer = await page.request.get(`/media/${photoId}/master`);
  expect(answer.status()).toBe(200);
  const bytes = new Uint8Array(await answer.body());
  expect(await readHiddenData(bytes)).toEqual({ format: 'jpeg', kept: [] });
  expect(await readSize(bytes)).toEqual(size);
  expect(await isUpright(bytes)).toBe(true);
}

/** Wherever anybody may ask what a piece is; each gives it as it stands there now. */
const windows = {
  catalog: readFeed,
  changes: readChanges,
  listing: async (server: ServerProcess, id: string) => [
    await readJson<Entry>(server, `/api/listings/${id}`),
  ],
  closet: async (server: ServerProcess, _id: string, handle: string) =>
    (await readJson<{ entries: Entry[] }>(server, `/api/closets/${handle}`)).entries,
};
type Window = keyof typeof windows;

/** What the change log answers to whoever reads it from its beginning. */
async function readChanges(server: ServerProcess): Promise<Entry[]> {
  const found: Entry[] = [];
  let after = 0;
  for (let more = true; more;) {
    const page = await readJson<CatalogChanges>(server, `/api/catalog/changes?after=${after}`);
    found.push(...page.changes.flatMap(({ entry }) => entry ?? []));
    after = page.changes.at(-1)?.seq ?? after;
    more = page.more;
  }
  return found;
}

/** Notes every title and price that anybody could have seen of a piece, wherever they looked, until stopped. */
export function watchEverywhere(server: ServerProcess, id: string, handle: string) {
  const names = Object.keys(windows) as Window[];
  const shown: Record<Window, string[]> = { catalog: [], changes: [], listing: [], closet: [] };
  const watch = { isOn: true };
  const look = async (name: Window) => {
    const entries = (await windows[name](server, id, handle)).filter((found) => found.id === id);
    const seen = entries.length > 0 ? entries.map(({ title, price }) => `${title} ${price}`) : ['gone'];
    shown[name] = [...new Set([...shown[name], ...seen])];
  };
  const watching = Promise.all(
    names.map(async (name) => {
      while (watch.isOn) await look(name);
    }),
  );
  return {
    /** So far, what stands there at this moment too. */
    shown: async () => {
      await Promise.all(names.map(look));
      return { ...shown };
    },
    stop: async () => {
      watch.isOn = false;
      await watching;
    },
  };
}
