import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signUp } from '@komod/testkit/account';
import { seededRandom } from '@komod/testkit/seeded-random';
import { startServerProcess } from '@komod/testkit/server-process';
import { expect, inject, onTestFinished, test } from 'vitest';
import { CrashStorm } from './crash-storm.ts';
import { makeTestDatabase, type TestDatabase } from './test-database.ts';

const engine = inject('postgresUrl') === undefined ? 'SQLite' : 'PostgreSQL';
// Enough for every run; a release is worth `KOMOD_KILLS=300`. The process that dies is the same on both engines; files
// of its own are only the one engine's.
const kills = Number(process.env.KOMOD_KILLS ?? (engine === 'SQLite' ? 20 : 6));
const killMaxMs = 15_000;

test(
  `what the server said was safe outlives ${kills} kill -9 during frames, uploads, sign-ups and projections`,
  async () => {
    const random = seededRandom();
    console.log(`seed ${random.seed}`);
    const dataDir = await mkdtemp(join(tmpdir(), 'komod-crash-'));
    const database = await makeTestDatabase(dataDir);
    const server = await startServerProcess({ dataDir, env: database.env });
    onTestFinished(async () => {
      await server.close();
      await rm(dataDir, { recursive: true });
    });
    const storm = new CrashStorm(server, random, await signUp(server.origin));
    for (let seller = 0; seller < 3; seller += 1) await storm.addSeller();

    for (let round = 0; round < kills; round += 1) {
      await storm.killInTheMiddle(round);
      await server.start();
      await expectNothingLost(storm, server.origin, `round ${round}, seed ${random.seed}`);
    }

    expect(storm.due.size).toBeGreaterThanOrEqual(kills / 2);
    console.log(`${storm.due.size} listings, ${storm.accounts.length} sign-ups`);
    expect(storm.accounts.length).toBeGreaterThan(3);
    expect(await server.stop()).toBe(0);
    await expectPublishedOnce(database, storm.due);
  },
  kills * killMaxMs,
);

async function expectNothingLost(storm: CrashStorm, origin: string, when: string): Promise<void> {
  for (const [seller, userId] of storm.sellerIds().entries()) {
    const said = storm.acknowledged.get(userId) ?? new Set();
    const kept = await storm.readBack(seller);
    expect(
      [...said].filter((key) => !kept.has(key)),
      when,
    ).toEqual([]);
    expect(said.size).toBeGreaterThan(0);
  }
  for (const account of storm.accounts) {
    const me = await fetch(`${origin}/api/me`, { headers: { cookie: account.cookie } });
    expect(await me.json(), when).toMatchObject({ userId: account.userId, handle: account.handle });
  }
  await storm.whenAllLive();
}

async function expectPublishedOnce({ sql }: TestDatabase, due: ReadonlySet<string>): Promise<void> {
  const published = await sql<{ id: string; times: number }>(
    `select listing_id as id, count(*) as times from catalog_log where kind = 'published' group by listing_id`,
  );
  const versions = await sql<{ id: string; newest: number; rows: number }>(
    `select listing_id as id, max(version) as newest, count(*) as rows from listing_version group by listing_id`,
  );
  expect(published.filter(({ times }) => times !== 1)).toEqual([]);
  // Nobody updated anything: a second version would be the same wish taken twice.
  expect(versions.filter(({ newest, rows }) => newest !== 1 || rows !== 1)).toEqual([]);
  expect(new Set(published.map(({ id }) => id))).toEqual(new Set([...due, ...published.map(({ id }) => id)]));
}
