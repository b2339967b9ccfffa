import { type Kysely, sql, SqliteAdapter } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Forward only, in the order of their names; a migration that shipped is never edited. Types are SQLite's, and
 * mean the same on PostgreSQL: see `postgres/postgres-columns.ts`.
 */
export const migrations: Record<string, Migration> = {
  '0001-documents': {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      await schema
        .createTable('meta')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute();
      await schema
        .createTable('counter')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('value', 'integer', (column) => column.notNull())
        .execute();
      await schema
        .createTable('document')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull().unique())
        .addColumn('epoch', 'integer', (column) => column.notNull())
        .addColumn('head_seq', 'integer', (column) => column.notNull())
        .addColumn('snapshot', 'blob')
        .addColumn('snapshot_seq', 'integer', (column) => column.notNull())
        .addColumn('writer_id', 'integer')
        .execute();
      await schema
        .createTable('update_log')
        .addColumn('document_id', 'integer', (column) => column.notNull().references('document.id'))
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('update_bytes', 'blob', (column) => column.notNull())
        .addUniqueConstraint('update_log_seq', ['document_id', 'seq'])
        .execute();
      await schema
        .createTable('update_quarantine')
        .addColumn('document_id', 'integer', (column) => column.notNull().references('document.id'))
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('update_bytes', 'blob', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('at', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('update_quarantine_key', ['document_id', 'seq'])
        .execute();
      await schema
        .createTable('projection_due')
        .addColumn('document', 'text', (column) => column.primaryKey())
        .addColumn('due_at', 'integer', (column) => column.notNull())
        .addColumn('cause', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('stamp', 'integer', (column) => column.notNull())
        .execute();
      await schema.createIndex('projection_due_at').on('projection_due').columns(['due_at']).execute();
      await schema
        .createTable('server_doc_due')
        .addColumn('document', 'text', (column) => column.primaryKey())
        .addColumn('wanted', 'integer', (column) => column.notNull())
        .addColumn('written', 'integer', (column) => column.notNull())
        .execute();
    },
  },
  '0002-marketplace': {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      await schema
        .createTable('shelf_entry')
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('listing_id', 'text', (column) => column.notNull())
        .addColumn('mark_json', 'text')
        .addColumn('wish_key', 'text', (column) => column.notNull())
        .addColumn('stamp', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('shelf_entry_key', ['owner', 'listing_id'])
        .execute();
      await schema.createIndex('shelf_entry_stamp').on('shelf_entry').columns(['owner', 'stamp']).execute();
      await schema
        .createTable('person')
        .addColumn('user_id', 'text', (column) => column.primaryKey())
        .addColumn('handle', 'text', (column) => column.notNull().unique())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('bio', 'text')
        .addColumn('city', 'text')
        .addColumn('contact', 'text')
        .addColumn('locale', 'text')
        .addColumn('avatar_json', 'text')
        .execute();
      await schema
        .createTable('photo')
        .addColumn('photo_id', 'text', (column) => column.notNull())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('width', 'integer', (column) => column.notNull())
        .addColumn('height', 'integer', (column) => column.notNull())
        .addColumn('thumbhash', 'text', (column) => column.notNull())
        .addColumn('bytes', 'integer', (column) => column.notNull())
        .addColumn('at', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('photo_key', ['photo_id', 'owner'])
        .execute();
      await schema
        .createTable('listing')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('owner', 'text', (column) => column.notNull().references('person.user_id'))
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('category', 'text', (column) => column.notNull())
        .addColumn('brand_key', 'text', (column) => column.notNull())
        .addColumn('size', 'text', (column) => column.notNull())
        .addColumn('colour_keys', 'text', (column) => column.notNull())
        .addColumn('condition', 'text', (column) => column.notNull())
        .addColumn('price', 'integer', (column) => column.notNull())
        .addColumn('currency', 'text', (column) => column.notNull())
        .addColumn('piece_json', 'text', (column) => column.notNull())
        .addColumn('wish_at', 'integer', (column) => column.notNull())
        .addColumn('published_seq', 'integer', (column) => column.notNull().unique())
        .addColumn('published_at', 'integer', (column) => column.notNull())
        .addColumn('updated_at', 'integer', (column) => column.notNull())
        .addColumn('sold_at', 'integer')
        .execute();
      for (const [name, columns] of [
        ['listing_newest', ['state', 'published_seq']],
        ['listing_price', ['state', 'price', 'published_seq']],
        ['listing_category', ['category', 'published_seq']],
        ['listing_owner', ['owner', 'published_seq']],
      ] as const)
        await schema
          .createIndex(name)
          .on('listing')
          .columns([...columns])
          .execute();
      await schema
        .createTable('listing_version')
        .addColumn('listing_id', 'text', (column) => column.notNull().references('listing.id'))
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('piece_json', 'text', (column) => column.notNull())
        .addColumn('wish_at', 'integer', (column) => column.notNull())
        .addColumn('at', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('listing_version_key', ['listing_id', 'version'])
        .execute();
      await schema
        .createTable('catalog_log')
        .addColumn('seq', 'integer', (column) => column.primaryKey())
        .addColumn('listing_id', 'text', (column) => column.notNull().references('listing.id'))
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('at', 'integer', (column) => column.notNull())
        .execute();
      await sql`insert into counter (name, value) values ('catalog', 0), ('shelf', 0)`.execute(db);
    },
  },
  '0003-document-summaries': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('document_summary')
        .addColumn('document_id', 'integer', (column) => column.primaryKey().references('document.id'))
        .addColumn('head_seq', 'integer', (column) => column.notNull())
        .addColumn('state_vector', 'blob')
        .addColumn('delete_set', 'blob')
        .execute();
    },
  },
  '0004-catalog-facets': {
    async up(db: Kysely<unknown>) {
      // A page of the feed walks one of these in its order. Every facet stands in them, so a row that does not fit
      // is passed over without reading the listing itself, which is wide.
      const facets = ['category', 'size', 'condition', 'price', 'currency', 'brand_key', 'colour_keys'];
      for (const name of ['listing_newest', 'listing_price', 'listing_category'])
        await db.schema.dropIndex(name).execute();
      for (const [name, order] of [
        ['listing_newest', ['state', 'published_seq']],
        ['listing_price', ['state', 'price', 'published_seq']],
      ] as const)
        await db.schema
          .createIndex(name)
          .on('listing')
          .columns([...order, ...facets.filter((facet) => !(order as readonly string[]).includes(facet))])
          .execute();
    },
  },
  '0005-listing-revisions': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('listing_revision')
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('listing_id', 'text', (column) => column.notNull())
        .addColumn('field', 'text', (column) => column.notNull())
        .addColumn('span', 'integer', (column) => column.notNull())
        .addColumn('value_json', 'text', (column) => column.notNull())
        .addColumn('at', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('listing_revision_key', ['owner', 'listing_id', 'field', 'span'])
        .execute();
      await db.schema.createIndex('listing_revision_at').on('listing_revision').columns(['at']).execute();
    },
  },
  '0006-log-by-document': {
    async up(db: Kysely<unknown>) {
      const { schema } = db;
      // A head moves with every commit: beside a large snapshot SQLite would read all of it to write the row again.
      await schema
        .createTable('document_snapshot')
        .addColumn('document_id', 'integer', (column) => column.primaryKey().references('document.id'))
        .addColumn('snapshot', 'blob', (column) => column.notNull())
        .execute();
      await sql`insert into document_snapshot (document_id, snapshot)
        select id, snapshot from document where snapshot is not null`.execute(db);
      await schema.alterTable('document').dropColumn('snapshot').execute();
      if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return;
      // By document on the disk too: else each row that is folded into a snapshot lies on a page of its own.
      await schema
        .createTable('update_log_by_document')
        .addColumn('document_id', 'integer', (column) => column.notNull().references('document.id'))
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('update_bytes', 'blob', (column) => column.notNull())
        .addPrimaryKeyConstraint('update_log_key', ['document_id', 'seq'])
        .modifyEnd(sql`without rowid`)
        .execute();
      await sql`insert into update_log_by_document (document_id, seq, update_bytes)
        select document_id, seq, update_bytes from update_log order by document_id, seq`.execute(db);
      await schema.dropTable('update_log').execute();
      await schema.alterTable('update_log_by_document').renameTo('update_log').execute();
    },
  },
  '0007-lease': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('lease')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('fence', 'integer', (column) => column.notNull())
        .addColumn('expires_at', 'integer', (column) => column.notNull())
        .execute();
    },
  },
};
