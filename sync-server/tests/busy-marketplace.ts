import { signUp, type Account } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { listPiece } from '@komod/testkit/list-piece';
import { expect } from 'vitest';

export interface BusyMarketplace {
  account: Account;
  /** Ends the load and waits for what is under way. */
  stop(): Promise<void>;
  /** What was acknowledged before this was made, and a listing, are on the server at `origin` too. */
  expectSafeAt(origin: string): Promise<void>;
}

/** Somebody types and others sign up and list, one after the other, until stopped; fifty keys are safe by now. */
export async function openBusyMarketplace(origin: string): Promise<BusyMarketplace> {
  const account = await signUp(origin);
  await listPiece(origin, account, { id: 'before', seed: 1 });
  const line = { cookie: account.cookie, document: `closet/${account.userId}` };
  const client = connectDurableClient({ origin, ...line });
  await client.whenOpen();
  let isOver = false;
  let count = 0;
  const type = async () => {
    for (; !isOver; count += 1) {
      client.doc.getMap('listings').set(`k${count}`, count);
      await client.whenAcked();
    }
  };
  const list = async () => {
    for (let piece = 2; !isOver; piece += 1)
      await listPiece(origin, await signUp(origin), { id: `during-${piece}`, seed: piece });
  };
  const load = [type(), list()];
  while (count < 50) await new Promise((resolve) => setImmediate(resolve));
  const safe = count;
  return {
    account,
    async stop() {
      isOver = true;
      await Promise.all(load);
      client.close();
    },
    async expectSafeAt(elsewhere) {
      const reader = connectDurableClient({ origin: elsewhere, ...line });
      await reader.whenOpen();
      const kept = reader.doc.getMap('listings');
      for (let index = 0; index < safe; index += 1) expect(kept.get(`k${index}`)).toBe(index);
      reader.close();
      expect((await fetch(`${elsewhere}/api/listings/before`)).status).toBe(200);
    },
  };
}
