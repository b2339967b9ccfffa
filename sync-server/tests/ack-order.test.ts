import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { startServerProcess } from '@komod/testkit/server-process';
import { readSystemCalls, straceFor } from '@komod/testkit/system-calls';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect, onTestFinished, test } from 'vitest';
import { readAckOrder } from './ack-order.ts';

const sellers = 3;
const edits = 60;

test('[B3] [A1] every ack and every relay leaves the server after an fsync that ended after the write of its frame', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'komod-strace-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const trace = join(folder, 'trace');
  const calls = ['fsync', 'fdatasync', 'pwrite64', 'write', 'writev', 'sendto', 'sendmsg', 'recvfrom'];
  const server = await startServerProcess({ prefix: straceFor(calls, trace) });
  onTestFinished(() => server.close());
  const work = Array.from({ length: sellers }, async (_, seller) => {
    const { cookie, userId } = await signUp(server.origin);
    const line = { origin: server.origin, cookie, document: `closet/${userId}` };
    const [writer, reader] = [connectDurableClient(line), connectDurableClient(line)];
    await Promise.all([writer.whenOpen(), reader.whenOpen()]);
    for (let edit = 0; edit < edits; edit += 1) {
      writer.doc.getMap('listings').set(`k${edit}`, `mark-${seller}-${edit};`);
      // Some alone in their commit, some with others.
      if (edit % 3 === 0) await writer.whenAcked();
    }
    await writer.whenAcked();
    await waitUntil('the other device to have all', () => reader.doc.getMap('listings').size === edits);
    writer.close();
    reader.close();
  });
  await Promise.all(work);
  expect(await server.stop()).toBe(0);
  const order = readAckOrder(readSystemCalls(readFileSync(trace, 'latin1')));
  expect(order).toEqual({ acked: sellers * edits, relayed: sellers * edits, early: [] });
});
