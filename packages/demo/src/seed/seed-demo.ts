import type { DemoCloset } from '../stock/closets.ts';
import type { DemoPiece } from '../stock/demo-pieces.ts';
import type { DemoServer } from './demo-account.ts';
import { DemoWorkshop } from './demo-closet.ts';

/** Pieces in work at a time: one is drawn here while the server works on the photos of the other. */
const lanes = 2;

export interface DemoSeed {
  server: DemoServer;
  password: string;
  closets: readonly DemoCloset[];
  /** In the order they are hung. */
  pieces: readonly DemoPiece[];
  onOpened(closet: DemoCloset, workshop: DemoWorkshop): void;
  onHung(done: number): void;
}

/**
 * Fills a running server through the ways everybody uses: sign-up, uploads, the closet's own document. What an earlier
 * run made is found and left alone, so it may be interrupted anywhere and started again.
 */
export async function seedDemo(seed: DemoSeed): Promise<void> {
  const { server, password } = seed;
  const opened = new Map<string, Promise<DemoWorkshop>>();
  const open = (handle: string): Promise<DemoWorkshop> => {
    const known = opened.get(handle);
    if (known) return known;
    const closet = seed.closets.find((one) => one.handle === handle);
    if (!closet) throw new Error(`no demo closet is called ${handle}`);
    const workshop = DemoWorkshop.open(server, closet, password).then((made) => {
      seed.onOpened(closet, made);
      return made;
    });
    opened.set(handle, workshop);
    return workshop;
  };
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let demo = seed.pieces[next++]; demo; demo = seed.pieces[next++]) {
      await (await open(demo.handle)).hang(demo);
      seed.onHung((done += 1));
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
    await dressWorkshop(seed, open);
  } finally {
    for (const workshop of await Promise.allSettled(opened.values()))
      if (workshop.status === 'fulfilled') workshop.value.close();
  }
}

/** Gives the closet of the printed login something of every kind: drafts, an unpressed change, saved pieces. */
async function dressWorkshop(
  { closets, pieces }: DemoSeed,
  open: (handle: string) => Promise<DemoWorkshop>,
): Promise<void> {
  const [first] = pieces;
  if (!first) return;
  const others = pieces.filter(({ handle, isSold }) => handle !== first.handle && !isSold);
  const workshop = await open(first.handle);
  // Of the same cut as pieces that hang elsewhere, so that no two in this closet look alike.
  const languageOf = (wanted: string) => closets.find(({ handle }) => handle === wanted)?.language;
  const alike = others.filter(({ handle }) => languageOf(handle) === languageOf(first.handle));
  const [readyFrom, unfinishedFrom] = alike;
  if (readyFrom) await workshop.draft(readyFrom, true);
  if (unfinishedFrom) await workshop.draft(unfinishedFrom, false);
  await workshop.reconsider(first.id, Math.round(first.piece.price * 0.9));
  await workshop.like(others.filter((_, index) => index % 12 === 0).map(({ id }) => id));
}
