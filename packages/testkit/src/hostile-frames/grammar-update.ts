import type { SeededRandom } from '../seeded-random.ts';

/** What the frames aim at: clients with the clock each has come to. */
export type Clocks = ReadonlyMap<number, number>;

/** Updates of the right form that say anything at all: any content, any reference, clocks that fit or nearly do. */
export class UpdateGrammar {
  readonly #random: SeededRandom;
  readonly #clients: readonly (readonly [number, number])[];
  #bytes: number[] = [];

  constructor(clocks: Clocks, random: SeededRandom) {
    this.#random = random;
    this.#clients = [...clocks, [1, 0], [7, 0]];
  }

  write(structsMax: number): Uint8Array {
    const random = this.#random;
    this.#bytes = [];
    const clients = new Map(Array.from({ length: random.between(0, 3) }, () => random.pick(this.#clients)));
    this.#number(random.chance(0.02) ? random.between(0, 1e6) : clients.size);
    for (const [client, held] of [...clients].sort(([one], [other]) => other - one)) {
      const structs = random.between(random.chance(0.02) ? 0 : 1, structsMax);
      this.#number(random.chance(0.01) ? structs * 1000 : structs);
      this.#number(client);
      let clock = Math.max(0, held - (random.chance(0.7) ? 0 : random.between(-1, 6)));
      this.#number(clock);
      for (let count = 0; count < structs; count++) clock += this.#struct(client, clock);
    }
    this.#deletions();
    if (random.chance(0.02)) this.#bytes.push(random.between(0, 255));
    return Uint8Array.from(this.#bytes);
  }

  #struct(client: number, clock: number): number {
    const random = this.#random;
    if (random.chance(0.1)) return this.#lengthy(random.chance(0.9) ? 0 : 10);
    const content = random.chance(0.01)
      ? random.between(0, 31)
      : random.pick([1, 2, 3, 4, 4, 4, 5, 6, 7, 7, 8, 8, 8]);
    const [left, right, key] = [random.chance(0.5), random.chance(0.3), random.chance(0.3)];
    this.#bytes.push(content | (left ? 0x80 : 0) | (right ? 0x40 : 0) | (key ? 0x20 : 0));
    if (left) this.#reference(client, clock);
    if (right) this.#reference(client, clock);
    if (!left && !right) {
      const isRoot = random.chance(0.6);
      this.#number(isRoot ? 1 : random.chance(0.01) ? 2 : 0);
      if (isRoot) this.#text(random.pick(['m', 'a', 't', 'x']));
      else this.#reference(client, clock);
      if (key) this.#text(random.pick(['k0', 'k1', '']));
    }
    return this.#content(content);
  }

  #content(content: number): number {
    const random = this.#random;
    switch (content) {
      case 1:
        this.#number(random.chance(0.01) ? 2 ** 40 : random.between(random.chance(0.02) ? 0 : 1, 5));
        return this.#bytes.at(-1) ?? 0;
      case 2: {
        const count = random.between(1, 3);
        this.#number(count);
        for (let left = count; left > 0; left--)
          this.#text(random.pick(['1', 'undefined', '{"a":[]}', '{', '']));
        return count;
      }
      case 3:
        this.#text('bytes');
        return 1;
      case 4:
        return this.#text(random.pick(['a', 'abc', 'سلام', '🧥', '🧥b', '']));
      case 5:
        this.#text(random.pick(['1', '{"a":1}', 'undefined', '']));
        return 1;
      case 6:
        this.#text(random.pick(['bold', '']));
        this.#text(random.pick(['true', 'null', 'x']));
        return 1;
      case 7: {
        const type = random.chance(0.02) ? random.between(0, 200) : random.between(0, 6);
        this.#number(type);
        if (type === 3 || type === 5) this.#text('p');
        return 1;
      }
      default: {
        const count = random.between(random.chance(0.02) ? 0 : 1, 3);
        this.#number(count);
        for (let left = count; left > 0; left--) this.#any(3);
        return count;
      }
    }
  }

  #any(levels: number): void {
    const random = this.#random;
    const tag = random.chance(0.01) ? random.between(0, 255) : random.between(116, 127);
    this.#bytes.push(tag);
    if (tag === 116 || tag === 119) this.#text(random.pick(['', 'abc', 'é']));
    else if (tag === 122 || tag === 123) this.#bytes.push(1, 2, 3, 4, 5, 6, 7, 8);
    else if (tag === 124) this.#bytes.push(1, 2, 3, 4);
    else if (tag === 125) this.#number(random.between(0, 1e9));
    else if (tag === 117 || tag === 118) {
      const count = levels === 0 ? 0 : random.between(0, 3);
      this.#number(random.chance(0.01) ? 1e9 : count);
      for (let left = count; left > 0; left--) {
        if (tag === 118) this.#text(random.pick(['a', 'b', '__proto__']));
        this.#any(levels - 1);
      }
    }
  }

  #deletions(): void {
    const random = this.#random;
    const clients = random.chance(0.5)
      ? []
      : Array.from({ length: random.between(1, 2) }, () => random.pick(this.#clients));
    this.#number(clients.length);
    for (const [client, held] of clients) {
      const ranges = random.between(0, 3);
      this.#number(client);
      this.#number(random.chance(0.01) ? 1e8 : ranges);
      for (let left = ranges; left > 0; left--) {
        this.#number(random.between(0, held + 1));
        this.#number(random.between(random.chance(0.02) ? 0 : 1, 3));
      }
    }
  }

  /** To what is held, to what this update brings, and now and then to nothing. */
  #reference(client: number, clock: number): void {
    const random = this.#random;
    const [other, held] = random.pick(this.#clients);
    const isOwn = random.chance(0.5);
    this.#number(isOwn ? client : other);
    if (isOwn) this.#number(Math.max(0, clock - random.between(random.chance(0.03) ? 0 : 1, 9)));
    else
      this.#number(
        random.chance(0.85) ? random.between(0, Math.max(0, held - 1)) : held + random.between(0, 3),
      );
  }

  #lengthy(kind: number): number {
    const length = this.#random.between(this.#random.chance(0.02) ? 0 : 1, 5);
    this.#bytes.push(kind, length);
    return length;
  }

  #text(text: string): number {
    const bytes = new TextEncoder().encode(text);
    this.#number(bytes.length);
    this.#bytes.push(...bytes);
    return text.length;
  }

  #number(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) | 0x80);
    this.#bytes.push(rest);
  }
}
