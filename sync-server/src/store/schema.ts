import type { Generated } from 'kysely';

/** Rows as they stand in SQL. Times are server ms UTC, `*_json` columns hold JSON text. */
export interface Tables {
  meta: { key: string; value: string };
  counter: { name: string; value: number };
  document: {
    id: Generated<number>;
    name: string;
    epoch: number;
    head_seq: number;
    snapshot_seq: number;
    writer_id: number | null;
  };
  /** Beside `document`, whose head moves with every commit. */
  document_snapshot: { document_id: number; snapshot: Uint8Array };
  update_log: { document_id: number; seq: number; update_bytes: Uint8Array };
  /** Without bytes: none may be kept at that head. */
  document_summary: {
    document_id: number;
    head_seq: number;
    state_vector: Uint8Array | null;
    delete_set: Uint8Array | null;
  };
  update_quarantine: {
    document_id: number;
    seq: number;
    update_bytes: Uint8Array;
    reason: string;
    at: number;
  };
  projection_due: { document: string; due_at: number; cause: string; attempts: number; stamp: number };
  server_doc_due: { document: string; wanted: number; written: number };
  shelf_entry: {
    owner: string;
    listing_id: string;
    mark_json: string | null;
    wish_key: string;
    stamp: number;
  };
  person: {
    user_id: string;
    handle: string;
    name: string;
    bio: string | null;
    city: string | null;
    contact: string | null;
    locale: string | null;
    avatar_json: string | null;
  };
  photo: {
    photo_id: string;
    owner: string;
    state: string;
    width: number;
    height: number;
    thumbhash: string;
    bytes: number;
    at: number;
  };
  listing: {
    id: string;
    owner: string;
    state: string;
    version: number;
    category: string;
    brand_key: string;
    size: string;
    /** `|black|white|`, so that one colour is found by `like '%|black|%'` on every engine. */
    colour_keys: string;
    condition: string;
    price: number;
    currency: string;
    piece_json: string;
    /** `at` of the wish that made this version, by its seller's clock. */
    wish_at: number;
    published_seq: number;
    published_at: number;
    updated_at: number;
    sold_at: number | null;
  };
  listing_version: { listing_id: string; version: number; piece_json: string; wish_at: number; at: number };
  /** What a working key of a listing held: one row for each span of time (`at` / its length) in which it changed. */
  listing_revision: {
    owner: string;
    listing_id: string;
    field: string;
    span: number;
    value_json: string;
    at: number;
  };
  catalog_log: { seq: number; listing_id: string; kind: string; at: number };
  /** Never deleted: a fence is not used twice. */
  lease: { name: string; holder: string; fence: number; expires_at: number };
}
