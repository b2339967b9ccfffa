import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogFilter, CatalogSort } from '../src/store/catalog-store.ts';
import { createCatalogTable } from '../src/store/catalog-table.ts';
import { createSqliteEngine } from '../src/store/sqlite/sqlite-engine.ts';
import { SqliteGate } from '../src/store/sqlite/sqlite-gate.ts';
import { migrateSqlite } from '../src/store/sqlite/sqlite-migrations.ts';

let folder: string;
let gate: SqliteGate;
let asked: CompiledQuery[] = [];

/** Notes what it is asked. */
class NotingGate extends SqliteGate {
  override read<Row>(query: Parameters<SqliteGate['read']>[0]): Row[] {
    asked.push(('compile' in query ? query.compile() : query) as CompiledQuery);
    return super.read(query) as Row[];
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'komod-plan-'));
  gate = new NotingGate(join(folder, 'komod.sqlite'));
  await migrateSqlite(gate.writer);
});
afterAll(async () => {
  gate.close();
  await rm(folder, { recursive: true });
});

const steps = ({ sql, parameters }: CompiledQuery): string[] =>
  gate.reader
    .query<{ detail: string }, string[]>(`explain query plan ${sql}`)
    .all(...(parameters as string[]))
    .map(({ detail }) => detail);

const facets: Partial<CatalogFilter>[] = [
  {},
  { category: 'women' },
  { sizes: ['M', 'L'], conditions: ['like-new'], category: 'women.jackets' },
  { colours: ['black', 'red'], brand: 'zara' },
  { minPrice: 1000, maxPrice: 3000 },
];

test.each(['newest', 'price', '-price'] satisfies CatalogSort[])(
  'a filtered page by %s walks an index that knows every facet',
  async (sort) => {
    for (const filter of facets) {
      asked = [];
      await createCatalogTable(createSqliteEngine(gate, Date.now)).listCatalog(
        { currency: 'USD', availability: 'available', ...filter },
        sort,
        { price: 2000, publishedSeq: 500 },
        25,
      );
      const plan = asked.flatMap(steps).filter((step) => /\blisting\b/.test(step));
      expect(plan.join(), JSON.stringify(filter)).toMatch(
        /^SEARCH listing USING INDEX listing_(newest|price)/,
      );
    }
  },
);
