import { signUp } from '@komod/testkit/account';
import { listPiece } from '@komod/testkit/list-piece';
import type { ServerProcess } from '@komod/testkit/server-process';

let count = 0;

/**
 * Somebody else lists a piece, and it is live: whatever reached the server before has been judged by then, for
 * the projector takes what is due in turn.
 */
export async function letAnotherSellerList(server: ServerProcess): Promise<string> {
  count += 1;
  const title = `Another seller's piece ${count}`;
  const account = await signUp(server.origin, { handle: `another_${process.pid}_${count}` });
  await listPiece(server.origin, account, {
    id: `another-${process.pid}-${count}`,
    seed: 7000 + count,
    change: { title, price: 7700 },
  });
  return title;
}
