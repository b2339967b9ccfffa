import type { TabChannel } from '../../src/client/tab-channel.ts';
import { tabEnds } from '../../src/client/tab-ends.ts';
import type { TabsEnvironment } from '../../src/client/tabs-environment.ts';
import type { Process } from './world.ts';

interface Turn {
  process: Process;
  onLead: () => void;
}

/** Web Locks of one device: whoever waits gets its turn when the one before is gone. A frozen page keeps its own. */
export class Locks {
  readonly #held = new Set<string>();
  readonly #turns = new Map<string, Turn[]>();

  hold(process: Process, name: string): Promise<(() => void) | null> {
    return process.pause(0).then(() => {
      if (this.#held.has(name)) return null;
      this.#held.add(name);
      const release = () => void this.#held.delete(name);
      process.whenDead(release);
      return release;
    });
  }

  lead(process: Process, name: string, onLead: () => void): () => void {
    const turn: Turn = { process, onLead };
    const leave = () => {
      const turns = this.#turns.get(name) ?? [];
      const wasFirst = turns[0] === turn;
      const left = turns.filter((other) => other !== turn);
      this.#turns.set(name, left);
      if (wasFirst) this.#call(left[0]);
    };
    process.whenDead(leave);
    const turns = [...(this.#turns.get(name) ?? []), turn];
    this.#turns.set(name, turns);
    if (turns.length === 1) this.#call(turn);
    return leave;
  }

  #call(turn: Turn | undefined): void {
    turn?.process.later(turn.process.world.random.next(), turn.onLead);
  }
}

/** BroadcastChannels of one device. What one page says arrives at another in order, at some time. */
export class Channels {
  readonly #open = new Map<string, Set<Ear>>();

  open(process: Process, name: string): TabChannel {
    const ears = this.#open.get(name) ?? new Set();
    this.#open.set(name, ears);
    const ear = new Ear(process, ears);
    ears.add(ear);
    return ear;
  }
}

class Ear implements TabChannel {
  #hear: (event: MessageEvent) => void = () => {};
  readonly #process: Process;
  readonly #others: Set<Ear>;
  readonly #waiting = new Map<Ear, unknown[]>();

  constructor(process: Process, others: Set<Ear>) {
    this.#process = process;
    this.#others = others;
    process.whenDead(() => this.close());
  }

  addEventListener(_type: 'message', hear: (event: MessageEvent) => void): void {
    this.#hear = hear;
  }

  postMessage(message: unknown): void {
    if (!this.#process.acts()) return;
    const copy = structuredClone(message);
    for (const ear of this.#others) if (ear !== this) ear.#carry(this, copy);
  }

  close(): void {
    this.#others.delete(this);
  }

  #carry(from: Ear, message: unknown): void {
    const waiting = this.#waiting.get(from) ?? [];
    this.#waiting.set(from, waiting);
    waiting.push(message);
    this.#process.later(this.#process.world.random.next() * 2, () => {
      const data = waiting.shift();
      if (this.#others.has(this)) this.#hear({ data } as MessageEvent);
    });
  }
}

export const tabsOf = (process: Process, locks: Locks, channels: Channels): TabsEnvironment => ({
  load: () => Promise.resolve(tabEnds),
  openChannel: (name) => channels.open(process, name),
  lead: (name, onLead) => locks.lead(process, name, onLead),
});
