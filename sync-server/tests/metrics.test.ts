import { signUp } from '@komod/testkit/account';
import { openCookieSocket } from '@komod/testkit/cookie-socket';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { listPiece } from '@komod/testkit/list-piece';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect, onTestFinished, test } from 'vitest';
import { mayReadMetrics } from '../src/modules/metrics/metrics-access.ts';
import { startServer } from './start-server.ts';

const figuresOf = async (origin: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${origin}/metrics`, { headers });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  return (name: string): number => {
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? Number.NaN : Number(line.slice(name.length + 1));
  };
};

test('figures follow what happens: sockets, frames, commits, refusals, photos, projections', async () => {
  const server = await startServer();
  onTestFinished(() => server.close());
  const { origin } = server;
  const account = await signUp(origin);
  const { cookie, userId } = account;
  const document = `closet/${userId}`;
  await listPiece(origin, account, { id: 'piece', seed: 1 });
  const client = connectDurableClient({ origin, cookie, document });
  onTestFinished(() => client.close());
  await client.whenOpen();
  const before = await figuresOf(origin);
  for (let edit = 0; edit < 5; edit += 1) {
    client.doc.getMap('listings').set(`k${edit}`, edit);
    await client.whenAcked();
  }
  const socket = openCookieSocket(`${origin.replace(/^http/, 'ws')}/sync/${document}`, {
    headers: { cookie },
  });
  socket.addEventListener('open', () => socket.send(Uint8Array.of(0, 2, 1, 255)));
  await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
  const after = await figuresOf(origin);
  const grown = (name: string) => after(name) - before(name);
  expect(after('komod_connections')).toBe(1);
  expect(grown('komod_frames')).toBeGreaterThanOrEqual(6);
  expect(grown('komod_commit_updates_sum')).toBe(5);
  expect(grown('komod_commit_seconds_count')).toBeGreaterThanOrEqual(1);
  expect(grown('komod_commit_seconds_sum')).toBeGreaterThan(0);
  if (server.database.engine === 'SQLite') {
    expect(grown('komod_fsync_seconds_count')).toBeGreaterThanOrEqual(grown('komod_commit_seconds_count'));
    expect(grown('komod_fsync_seconds_sum')).toBeGreaterThan(0);
  } else expect(after('komod_fsync_seconds_count')).toBeNaN();
  expect(after('komod_refused_frames_total{code="document.malformed"}')).toBe(1);
  expect(after('komod_uploads_total{result="ready"}')).toBe(1);
  expect(after('komod_parked_projections')).toBe(0);
  expect(after('process_resident_memory_bytes')).toBeGreaterThan(0);
  await server.store.markDue('closet/somebody', 'test', Date.now() + 3_600_000);
  await waitUntil(
    'nothing to be late',
    async () => (await figuresOf(origin))('komod_projection_lag_seconds') === 0,
  );
});

const asked = (headers: Record<string, string> = {}) => new Request('http://localhost/metrics', { headers });
const open = { metricsToken: null, proxyHeader: null };

test('without a token a program on this machine reads them, and nobody a proxy speaks for', async () => {
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '::1'])
    expect(mayReadMetrics(asked(), address, open), address).toBe(true);
  for (const address of ['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::1', ''])
    expect(mayReadMetrics(asked(), address, open), address).toBe(false);
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
    expect(mayReadMetrics(asked({ [header]: '192.0.2.7' }), '127.0.0.1', open), header).toBe(false);
  const named = { metricsToken: null, proxyHeader: 'x-visitor' };
  expect(mayReadMetrics(asked({ 'x-visitor': '192.0.2.7' }), '127.0.0.1', named)).toBe(false);
});

test('with a token whoever sends it reads them; to all others there is nothing', async () => {
  const server = await startServer({ env: { METRICS_TOKEN: 'a token for figures' } });
  onTestFinished(() => server.close());
  for (const authorization of ['', 'Bearer wrong', 'a token for figures']) {
    const answer = await fetch(`${server.origin}/metrics`, { headers: { authorization } });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'not-found' } });
  }
  const figures = await figuresOf(server.origin, { authorization: 'Bearer a token for figures' });
  expect(figures('komod_connections')).toBe(0);
});
