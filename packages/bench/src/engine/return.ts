import type { ServerProcess } from '@komod/testkit/server-process';
import * as Y from 'yjs';
import type { Figure } from '../figure.ts';
import { copySellers, type Seller } from '../peers/copy-sellers.ts';
import { openWire, type Held, type Wire } from '../peers/durable-wire.ts';
import { startKomodServer, type Store } from '../peers/komod-server.ts';
import { heldOf, makeCloset, nothing } from './closets.ts';

const runs = 3;
const clients = 1000;
const closetBytes = 500_000;
const atOnce = 20;

const closetOf = ({ origin }: ServerProcess, { userId }: Seller): string =>
  `${origin.replace(/^http/, 'ws')}/sync/closet/${userId}`;

/** Seconds until every one of them knows that it is in step, opened all at once. */
async function comeBack(server: ServerProcess, sellers: readonly Seller[], held: Held): Promise<number> {
  const startedAt = performance.now();
  const wires: Wire[] = sellers.map((seller) => openWire(closetOf(server, seller), seller.cookie, held));
  await Promise.all(wires.map(async (wire) => (await wire.answer, await wire.whenAcked())));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const wire of wires) wire.close();
  return seconds;
}

/** A thousand devices whose line broke come back at once, with closets that did not change. */
export async function measureReturn(say: (line: string) => void, store: Store): Promise<Figure[]> {
  let pieces = 1000;
  let closet = makeCloset(pieces);
  while (Y.encodeStateAsUpdate(closet).byteLength < closetBytes) closet = makeCloset((pieces += 250));
  const held = heldOf(closet);
  const whole = Y.encodeStateAsUpdate(closet);
  const server = await startKomodServer(store);
  try {
    say(`${clients} closets of ${Math.round(whole.byteLength / 1000)} KB`);
    const sellers = await copySellers(server, clients);
    for (let start = 0; start < clients; start += atOnce) {
      const some = sellers.slice(start, start + atOnce).map(async (seller) => {
        const wire = openWire(closetOf(server, seller), seller.cookie, nothing);
        await wire.answer;
        wire.send(whole);
        await wire.whenAcked();
        wire.close();
      });
      await Promise.all(some);
    }
    const warm: number[] = [];
    const cold: number[] = [];
    for (let run = 1; run <= runs; run += 1) {
      say(`Run ${run} of ${runs}: all come back`);
      warm.push(await comeBack(server, sellers, held));
      say(`Run ${run} of ${runs}: all come back to a server that has just started`);
      await server.stop();
      await server.start();
      cold.push(await comeBack(server, sellers, held));
    }
    const name = `${clients} clients back at once, unchanged closets of ${closetBytes / 1e6} MB`;
    return [
      { name, runs: warm, unit: 's', target: 3 },
      { name: `${name}, server just started`, runs: cold, unit: 's', target: 15 },
    ];
  } finally {
    await server.close();
  }
}
