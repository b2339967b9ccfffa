import type { WireLimits } from '../../wire/limits.ts';
import type { FrameRefusal } from '../../wire/refusal-codes.ts';
import type { DocumentShape } from './document-shape.ts';
import type { Holdings } from './holdings.ts';
import { hasOrder } from './integration-order.ts';
import { scanUpdate, type UpdateVisitor } from './scan-update.ts';

/** `new`: applies without a gap and adds something. `nothing`: the document holds all of it already. */
export type Novelty = 'new' | 'nothing' | 'gap';

export interface Admission {
  novelty: Novelty;
  /** What it counts for against `documentMaxStructs`. */
  structs: number;
}

/** Reads an update and compares it with what a document holds, before anything of it is decoded or applied. */
export function admitUpdate(
  update: Uint8Array,
  holdings: Holdings,
  shape: DocumentShape,
  limits: WireLimits,
): Admission | FrameRefusal {
  const comparison = new Comparison(holdings, limits.structsPerClient);
  return scanUpdate(update, shape, limits, comparison) ?? comparison.conclude();
}

const skip = 10;

/** What an update would make of what a document holds. */
export class Comparison implements UpdateVisitor {
  readonly #holdings: Holdings;
  readonly #structsPerClient: number;
  readonly #ends = new Map<number, number>();
  /** References to what is not held: the update must bring it. */
  readonly #links: number[] = [];
  #structs = 0;
  #client = 0;
  #end = 0;
  #deletingClient = -1;
  #deletableEnd = 0;
  #isGap = false;
  #isTorn = false;
  #addsNew = false;
  #deletesNew = false;

  constructor(holdings: Holdings, structsPerClient: number) {
    this.#holdings = holdings;
    this.#structsPerClient = structsPerClient;
  }

  /** Where each client of the update ends, once the update is in. */
  get ends(): ReadonlyMap<number, number> {
    return this.#ends;
  }

  section(client: number): void {
    // Yjs would take the last one only.
    if (this.#ends.has(client)) this.#isTorn = true;
    this.#client = client;
    this.#end = this.#holdings.clockOf(client);
    if (this.#end === 0) this.#structs += this.#structsPerClient;
    this.#ends.set(client, this.#end);
  }

  reference(from: number, client: number, clock: number): void {
    if (clock < this.#holdings.clockOf(client)) return;
    const links = this.#links;
    const { length } = links;
    const isImplied =
      length > 0 &&
      links[length - 4] === this.#client &&
      links[length - 2] === client &&
      links[length - 1]! >= clock;
    if (!isImplied) links.push(this.#client, from, client, clock);
  }

  struct(clock: number, length: number, kind: number): void {
    this.#structs++;
    if (kind === skip) return;
    if (clock > this.#end) this.#isGap = true;
    if (clock + length <= this.#end) return;
    this.#addsNew = true;
    this.#end = clock + length;
    this.#ends.set(this.#client, this.#end);
  }

  deletion(client: number, clock: number, length: number): void {
    if (client !== this.#deletingClient) {
      this.#deletingClient = client;
      this.#deletableEnd = this.#endOf(client);
    }
    if (clock + length > this.#deletableEnd) this.#isGap = true;
    if (this.#deletesNew || this.#isGap) return;
    this.#deletesNew =
      clock + length > this.#holdings.clockOf(client) || !this.#holdings.hasDeleted(client, clock, length);
  }

  conclude(): Admission | FrameRefusal {
    if (this.#isTorn) return 'document.malformed';
    const links = this.#links;
    const structs = this.#structs;
    for (let at = 0; at < links.length; at += 4)
      if (links[at + 3]! >= this.#endOf(links[at + 2]!)) this.#isGap = true;
    if (this.#isGap) return { novelty: 'gap', structs };
    const isInOrder =
      links.length === 0 ||
      hasOrder(
        links,
        (client) => this.#holdings.clockOf(client),
        (client) => this.#endOf(client),
      );
    if (!isInOrder) return 'document.malformed';
    return { novelty: this.#addsNew || this.#deletesNew ? 'new' : 'nothing', structs };
  }

  #endOf(client: number): number {
    return this.#ends.get(client) ?? this.#holdings.clockOf(client);
  }
}
