import * as Y from 'yjs';
import type { FrameRefusal } from '../wire/refusal-codes.ts';

/** What an update claims, read without touching any document. */
export interface ParsedUpdate {
  structs: readonly (Y.Item | Y.GC | Y.Skip)[];
  deletions: ReadonlyMap<number, readonly { clock: number; len: number }[]>;
}

/** `new`: applies without a gap and adds something. `nothing`: the document holds all of it already. */
export type Novelty = 'new' | 'nothing' | 'gap';

type Lib0Decoder = ConstructorParameters<typeof Y.UpdateDecoderV1>[0];

/** Yjs reads deeper values than it can write: a document that held one could never be sent to anybody again. */
const nestingMax = 6_000;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof Uint8Array) &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

function encodable(value: unknown): unknown {
  if (isDeeper(value, nestingMax)) throw new Error('a value is nested too deep');
  return value;
}

class TooManyStructs extends Error {}

// Yjs does not say where its decoder stopped, so the one it is given is remembered.
let lastDecoder: Lib0Decoder | null = null;
let structsLeft = 0;
class WatchedDecoder extends Y.UpdateDecoderV1 {
  constructor(decoder: Lib0Decoder) {
    super(decoder);
    lastDecoder = decoder;
  }
  override readInfo(): number {
    if (structsLeft-- <= 0) throw new TooManyStructs();
    return super.readInfo();
  }
  override readAny(): unknown {
    return encodable(super.readAny());
  }
  override readJSON(): unknown {
    return encodable(super.readJSON());
  }
  override readDsLen(): number {
    if (structsLeft-- <= 0) throw new TooManyStructs();
    return super.readDsLen();
  }
}

/**
 * Parses a V1 update. It is malformed when it is none or has bytes after its end.
 * Every struct and deletion takes at least one byte here (the lazy reader allocates nothing ahead), so a
 * short frame cannot claim more than it carries; `applyUpdate` may then trust the counts.
 */
export function parseUpdate(update: Uint8Array, structsMax: number): ParsedUpdate | FrameRefusal {
  structsLeft = structsMax;
  try {
    const { structs, ds } = Y.decodeUpdateV2(update, WatchedDecoder);
    const isConsumed = (lastDecoder as Lib0Decoder | null)?.pos === update.length;
    // Yjs never writes an empty struct, and loses its way among them.
    const isSound = isConsumed && structs.every(({ length }) => length > 0);
    return isSound ? { structs, deletions: ds.clients } : 'document.malformed';
  } catch (error) {
    return error instanceof TooManyStructs ? 'document.too-large' : 'document.malformed';
  } finally {
    lastDecoder = null;
  }
}

/** What a document holds, as far as `noveltyOf` asks. */
export interface Holdings {
  /** The first clock of a client that is not held. */
  clockOf(client: number): number;
  /** Whether all of a held range is deleted. */
  hasDeleted(client: number, clock: number, length: number): boolean;
}

export const holdingsOf = ({ store }: Y.Doc): Holdings => ({
  clockOf: (client) => Y.getState(store, client),
  hasDeleted: (client, clock, length) => isDeleted(store, client, clock, length),
});

/** Compares an update with what a document holds, before anything of it is applied. */
export function noveltyOf(update: ParsedUpdate, holdings: Holdings): Novelty {
  const ends = new Map<number, number>();
  for (const struct of update.structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const known = ends.get(client) ?? holdings.clockOf(client);
    if (clock > known) return 'gap';
    if (clock + struct.length > known) ends.set(client, clock + struct.length);
  }
  const isKnown = (id: Y.ID | null): boolean =>
    id === null || id.clock < (ends.get(id.client) ?? holdings.clockOf(id.client));
  for (const struct of update.structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (!isKnown(struct.origin) || !isKnown(struct.rightOrigin)) return 'gap';
    if (struct.parent instanceof Y.ID && !isKnown(struct.parent)) return 'gap';
  }
  let deletesNew = false;
  for (const [client, ranges] of update.deletions) {
    const held = holdings.clockOf(client);
    const end = ends.get(client) ?? held;
    for (const { clock, len } of ranges) {
      if (clock + len > end) return 'gap';
      deletesNew ||= clock + len > held || !holdings.hasDeleted(client, clock, len);
    }
  }
  return ends.size > 0 || deletesNew ? 'new' : 'nothing';
}

function isDeleted(store: Y.Doc['store'], client: number, clock: number, length: number): boolean {
  const structs = store.clients.get(client);
  if (!structs || length === 0) return true;
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index] as Y.Item | Y.GC;
    if (struct.id.clock >= clock + length) return true;
    if (!struct.deleted) return false;
  }
  return true;
}
