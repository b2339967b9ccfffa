import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fence } from '@komod/sync/server/fence';
import type { PendingUpdate, UpdateLog } from '@komod/sync/server/update-log';
import { makePiece } from '@komod/testkit/listing-factory';
import { type PostgresCluster, startPostgresCluster } from '@komod/testkit/postgres-cluster';
import { seededRandom } from '@komod/testkit/seeded-random';
import { waitUntil } from '@komod/testkit/wait-until';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { composeApp } from '../src/app.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import type { Store } from '../src/store/store.ts';
import { startServer } from './start-server.ts';
import { takeLease } from './take-lease.ts';
import { makeTestDatabase, postgresAt } from './test-database.ts';

/** One that may be crashed and misconfigured; the other is everybody's. */
let own: PostgresCluster;
beforeAll(async () => {
  own = await startPostgresCluster();
});
afterAll(() => own.close());

const bytes = (...values: number[]) => Uint8Array.from(values);

/** The first piece of the catalog, `l1`, under this lease. */
async function publishFirst(store: Store, fence: Fence): Promise<void> {
  await store.ensurePeople([{ userId: 'roya', handle: 'roya', name: 'Roya' }]);
  await store.project(fence, [
    {
      due: { document: 'closet/roya', attempts: 0, stamp: 1 },
      isDone: true,
      owner: 'roya',
      at: 1,
      changes: [{ listingId: 'l1', kind: 'published', version: 1, piece: makePiece(1), wishAt: 1 }],
      answers: [],
    },
  ]);
}

/** How many transactions of this client's database wait for another one. */
async function waitingIn(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]!.count;
}

test.each(['fsync', 'full_page_writes', 'synchronous_commit'])(
  '[Q1] a PostgreSQL with %s off is refused in one sentence',
  async (setting) => {
    await own.crash();
    await own.start({ [setting]: 'off' });
    const opened = postgresAt(own.urlOf('postgres')).open();
    await expect(opened).rejects.toThrow(ConfigError);
    await expect(opened).rejects.toThrow(new RegExp(`^[^\n]*${setting}=off[^\n]*\\.$`));
    await own.crash();
    await own.start();
  },
);

test('[Q1] a PostgreSQL that is not there is one sentence', async () => {
  const opened = postgresAt('postgresql://komod@127.0.0.1:1/komod').open();
  await expect(opened).rejects.toThrow(/^PostgreSQL at DATABASE_URL cannot be used: [^\n]+\.$/);
});

test('[N1] two servers that start at once on an empty database make its tables once, and tell one timeline', async () => {
  const database = postgresAt(own.urlOf('empty'));
  await postgresAt(own.urlOf('postgres')).sql('create database empty');
  const stores = await Promise.all([database.open(), database.open()]);
  expect(stores[0].timeline()).toBe(stores[1].timeline());
  const tables = await database.sql<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(10);
  for (const store of stores) await store.close();
});

test('[N3] a second server on the same database is refused', async () => {
  const server = await startServer();
  const dataDir = await mkdtemp(join(tmpdir(), 'komod-second-'));
  const config = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir };
  const second = composeApp(readConfig({ ...config, ...server.database.env }));
  await expect(second).rejects.toThrow('in use by another Komod');
  expect((await fetch(`${server.origin}/health`)).status).toBe(200);
  await server.close();
  await rm(dataDir, { recursive: true });
});

test('texts compare by their bytes, whatever language the database speaks', async () => {
  const database = await makeTestDatabase('');
  const columns = await database.sql<{ table: string; collation: string }>(
    `select table_name as table, coalesce(collation_name, '') as collation from information_schema.columns
     where table_schema = 'public' and data_type = 'text'`,
  );
  expect(columns.length).toBeGreaterThan(20);
  expect(columns.filter(({ collation }) => collation !== 'C')).toEqual([]);
  expect(inject('postgresUrl')).toBeDefined();
});

test('a person who comes over several sockets at once is made once, and every socket is let in', async () => {
  const store = await (await makeTestDatabase('')).open();
  onTestFinished(() => store.close());
  for (let index = 0; index < 60; index++) {
    const person = { userId: `person-${index}`, handle: `handle-${index}`, name: 'Roya' };
    await Promise.all(Array.from({ length: 6 }, () => store.ensurePeople([person])));
    expect(await store.findPersonByHandle(person.handle)).toMatchObject({ userId: person.userId });
  }
});

test('[N2] batches of two servers over the same documents all end, each update with a seq of its own', async () => {
  const random = seededRandom();
  console.log(`seed ${random.seed}`);
  const database = await makeTestDatabase('');
  const stores = await Promise.all([database.open(), database.open()]);
  onTestFinished(async () => {
    for (const store of stores) await store.close();
  });
  const names = ['account/a', 'closet/a', 'account/b', 'closet/b', 'shelf/a'];
  const batchOf = (): PendingUpdate[] =>
    Array.from({ length: random.between(1, 6) }, () => {
      const document = names[random.between(0, names.length - 1)]!;
      return { document, update: bytes(random.between(0, 255)) };
    });
  const seqs = new Map<string, number[]>(names.map((name) => [name, []]));
  const work = async (log: UpdateLog) => {
    for (let round = 0; round < 40; round += 1) {
      const batch = batchOf();
      for (const [index, result] of (await log.commit(batch)).entries())
        if (result.status === 'committed') seqs.get(batch[index]!.document)!.push(result.seq);
    }
  };
  await Promise.all(stores.map(({ log }) => work(log)));
  for (const [name, given] of seqs) {
    const { headSeq, updates } = await stores[0].log.load(name);
    expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: headSeq }, (_, index) => index + 1));
    expect(updates.length).toBe(headSeq);
  }
});

test.each(['catalog_log', 'update_log'])(
  '[N6] a lease is taken from nobody in the middle of a write under it, such as to %s',
  async (table) => {
    const database = await makeTestDatabase('');
    const stores = await Promise.all([database.open(), database.open()]);
    const client = new Client({ connectionString: database.env.DATABASE_URL });
    await client.connect();
    onTestFinished(async () => {
      await client.end();
      for (const store of stores) await store.close();
    });
    const [one, two] = stores;
    const fence = await takeLease(one);
    await client.query(`begin; lock table ${table} in share row exclusive mode`);
    const order: string[] = [];
    const writing =
      table === 'catalog_log'
        ? publishFirst(one, fence)
        : one.log.commit([{ document: 'shelf/roya', update: bytes(1), expectedHeadSeq: 0, fence }]);
    await waitUntil('the write to wait', async () => (await waitingIn(client)) === 1);
    const taking = takeLease(two).then(() => order.push('taken'));
    await waitUntil('the other one to wait for it', async () => (await waitingIn(client)) === 2);
    await client.query('commit');
    await writing.then(() => order.push('written'));
    await taking;
    expect(order).toEqual(['written', 'taken']);
    const [told] = await one.log.commit([{ document: 'shelf/late', update: bytes(1), fence }]);
    expect(told).toEqual({ status: 'lease-lost' });
  },
);

test('two servers that forget old changes of the catalog at once tell the floor of whoever forgot most', async () => {
  const database = await makeTestDatabase('');
  const [one, two] = await Promise.all([database.open(), database.open()]);
  const client = new Client({ connectionString: database.env.DATABASE_URL });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    for (const store of [one, two]) await store.close();
  });
  await publishFirst(one, await takeLease(one));
  await client.query(
    `insert into catalog_log (seq, listing_id, kind, at) select seq, 'l1', 'updated', 0 from generate_series(2, 9) seq;
     update catalog_log set at = seq * 100`,
  );
  await client.query('begin; select * from catalog_log where seq = 1 for update');
  // Whoever came first goes first, and the other one goes on with what it read before that.
  const most = one.forgetCatalogChanges(750);
  await waitUntil('the first to wait', async () => (await waitingIn(client)) === 1);
  const less = two.forgetCatalogChanges(550);
  await waitUntil('the second to wait', async () => (await waitingIn(client)) === 2);
  await client.query('commit');
  await Promise.all([most, less]);
  const { rows } = await client.query<{ seq: number }>('select seq::int from catalog_log order by seq');
  expect(rows.map(({ seq }) => seq)).toEqual([8, 9]);
  expect((await two.listCatalogChanges(0, 10)).floor).toBe(7);
});

test('[Q2] what was committed outlives a crash of PostgreSQL, and the store goes on with the next one', async () => {
  await postgresAt(own.urlOf('postgres')).sql('create database crashing');
  const store = await postgresAt(own.urlOf('crashing')).open();
  onTestFinished(() => store.close());
  const kept: number[] = [];
  let isOver = false;
  const writing = async () => {
    for (let value = 1; !isOver; value += 1) {
      const [result] = await store.log.commit([{ document: 'closet/a', update: bytes(value % 256) }]);
      if (result?.status === 'committed') kept.push(result.seq);
    }
  };
  const written = writing().catch((error: unknown) => error);
  await waitUntil('some commits', () => kept.length > 50);
  await own.crash();
  isOver = true;
  expect(await written).toBeInstanceOf(Error);
  await expect(store.log.load('closet/a')).rejects.toThrow();
  await own.start();
  const { updates } = await store.log.load('closet/a');
  const found = new Set(updates.map(({ seq }) => seq));
  expect(kept.filter((seq) => !found.has(seq))).toEqual([]);
  const [next] = await store.log.commit([{ document: 'closet/a', update: bytes(7) }]);
  expect(next).toEqual({ status: 'committed', seq: updates.at(-1)!.seq + 1 });
});
