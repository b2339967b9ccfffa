import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { startServerProcess } from '@komod/testkit/server-process';
import { expect, onTestFinished, test } from 'vitest';

const slowDiskMs = 150;

test('an ack waits for the disk: with an fsync of 150 ms no frame is acknowledged sooner', async () => {
  const server = await startServerProcess({
    prefix: [
      'strace',
      '--follow-forks',
      '--quiet=all',
      '--output=/dev/null',
      '--trace=fsync,fdatasync',
      `--inject=fsync,fdatasync:delay_exit=${slowDiskMs * 1000}`,
    ],
  });
  onTestFinished(() => server.close());
  const { cookie, userId } = await signUp(server.origin);
  const client = connectDurableClient({ origin: server.origin, cookie, document: `closet/${userId}` });
  onTestFinished(() => client.close());
  await client.whenOpen();
  await client.whenAcked();

  for (let frame = 0; frame < 5; frame += 1) {
    const sentAt = performance.now();
    client.doc.getMap('listings').set('frame', frame);
    await client.whenAcked();
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(slowDiskMs);
  }
});
