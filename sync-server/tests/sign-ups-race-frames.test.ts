import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('sign-ups, valid and with a taken handle, lose no acknowledged frame and none fails by them', async () => {
  const { origin } = server;
  const owner = await signUp(origin, { handle: 'writer' });
  const document = `closet/${owner.userId}`;
  const client = connectDurableClient({ origin, cookie: owner.cookie, document });
  await client.whenOpen();
  const listings = client.doc.getMap<Y.Map<unknown>>('listings');
  let written = 0;
  const writing = setInterval(() => {
    for (let index = 0; index < 5; index++)
      listings.set(`listing-${written++}`, new Y.Map([['price', written]]));
  }, 1);
  const outcomes = await Promise.all(
    Array.from({ length: 24 }, async (_, index) => {
      const handle = index % 3 === 0 ? 'writer' : `racer_${index}`;
      try {
        await signUp(origin, { handle, email: `racer${index}@example.com` });
        return 'made';
      } catch (error) {
        return String(error).includes('HANDLE_TAKEN') ? 'taken' : String(error);
      }
    }),
  );
  clearInterval(writing);
  await client.whenAcked();
  client.close();
  expect(outcomes).toEqual(outcomes.map((_, index) => (index % 3 === 0 ? 'taken' : 'made')));
  expect(written).toBeGreaterThan(100);
  await server.restart();
  const kept = await server.hub.read(document, (doc) => doc.getMap('listings').size);
  expect(kept).toBe(written);
});

test('who is signed in is known while others sign up', async () => {
  const { origin } = server;
  const { cookie } = await signUp(origin);
  const count = 6;
  let finished = 0;
  const signUps = Array.from({ length: count }, () => signUp(origin).then(() => (finished += 1)));
  let answers = 0;
  while (finished < count) {
    const response = await fetch(`${origin}/api/me`, { headers: { cookie } });
    expect(response.status).toBe(200);
    answers += 1;
  }
  await Promise.all(signUps);
  // Waiting behind the sign-ups, at most one answer would come after each.
  expect(answers).toBeGreaterThan(count + 2);
});
