import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { closets } from '../src/stock/closets.ts';
import { demoPieces, type DemoPiece } from '../src/stock/demo-pieces.ts';
import { openAccount } from '../src/seed/demo-account.ts';
import { seedDemo } from '../src/seed/seed-demo.ts';

const [wool, linen] = closets;
const chosen = [wool!, linen!];
const password = 'a long enough password';
const known = ({ origin }: ServerProcess) => ({ origin, publicOrigin: origin });
const ofCloset = (handle: string): DemoPiece[] =>
  demoPieces()
    .filter((piece) => piece.handle === handle)
    .slice(0, 2);
const pieces = chosen
  .flatMap(({ handle }) => ofCloset(handle))
  .map((piece, index) => ({ ...piece, isSold: index === 3 }));

interface Entry {
  id: string;
  state: string;
  version: number;
  cover: { id: string; thumbhash: string };
}

test('a demo that was cut off by the end of its server goes on and comes out whole', async () => {
  const server = await startServerProcess();
  onTestFinished(() => server.close());
  const run = (onHung: (done: number) => void) =>
    seedDemo({ server: known(server), password, closets: chosen, pieces, onOpened: () => {}, onHung });
  const read = async <T>(path: string): Promise<T> => {
    const response = await fetch(server.origin + path);
    expect(response.status, path).toBe(200);
    return (await response.json()) as T;
  };

  const kills: Promise<void>[] = [];
  await expect(run(() => void kills.push(server.kill()))).rejects.toThrow();
  await Promise.all(kills);
  await server.start();
  const hung: number[] = [];
  await run((done) => void hung.push(done));
  expect(hung).toEqual([1, 2, 3, 4]);

  const { entries } = await read<{ entries: Entry[] }>('/api/catalog?availability=all');
  expect(entries.map(({ id }) => id).sort()).toEqual(pieces.map(({ id }) => id).sort());
  for (const demo of pieces) {
    const listing = await read<Entry & { title: string; photos: { id: string }[] }>(
      `/api/listings/${demo.id}`,
    );
    expect(listing).toMatchObject({ title: demo.piece.title, state: demo.isSold ? 'sold' : 'live' });
    expect(new Set(listing.photos.map(({ id }) => id)).size).toBe(3);
    for (const { id } of listing.photos) {
      const variant = await fetch(`${server.origin}/media/${id}/640`);
      expect(variant.headers.get('content-type')).toBe('image/webp');
    }
  }

  // Once more: nothing is drawn, sent or pressed again.
  const versions = entries.map(({ id, version }) => `${id} ${version}`).sort();
  await run(() => {});
  const after = await read<{ entries: Entry[] }>('/api/catalog?availability=all');
  expect(after.entries.map(({ id, version }) => `${id} ${version}`).sort()).toEqual(versions);

  const closet = await read<{ seller: { name: string; bio?: string } }>(`/api/closets/${wool!.handle}`);
  expect(closet.seller).toMatchObject({ name: wool!.name, bio: wool!.bio });
});

test('a handle that somebody else has ends the demo with its name', async () => {
  const server = await startServerProcess();
  onTestFinished(() => server.close());
  await openAccount(known(server), wool!, 'the password of somebody else');
  const seed = {
    server: known(server),
    password,
    closets: chosen,
    pieces,
    onOpened: () => {},
    onHung: () => {},
  };
  await expect(seedDemo(seed)).rejects.toThrow(wool!.handle);
});

test('a server that listens at another address than its people know is filled too', async () => {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  const host =
    addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.2';
  const server = await startServerProcess({ env: { HOST: host } });
  onTestFinished(() => server.close());
  const origin = server.origin.replace('localhost', host);
  const hung: number[] = [];
  await seedDemo({
    server: { origin, publicOrigin: server.origin },
    password,
    closets: chosen,
    pieces: pieces.slice(0, 1),
    onOpened: () => {},
    onHung: (done) => void hung.push(done),
  });
  expect(hung).toEqual([1]);
});
