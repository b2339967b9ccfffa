import type { TabChannel, TabMessage } from '../src/client/tab-channel.ts';
import { tabEnds } from '../src/client/tab-ends.ts';
import type { TabsEnvironment } from '../src/client/tabs-environment.ts';

/** One page as the other pages of its browser meet it. */
export interface TestTab extends TabsEnvironment {
  /** Runs what the page would, now or when it is thawed. */
  run(work: () => void): void;
  /** Hears nothing and says nothing until it is thawed; then everything that it missed. */
  freeze(): void;
  thaw(): void;
  /** The next frame of another tab does not reach it. */
  loseFrame(): void;
}

/** The locks and channels of one browser. */
export class TestBrowser {
  /** Everything that tabs told each other. */
  readonly said: TabMessage[] = [];
  readonly #turns = new Map<string, (() => void)[]>();
  readonly #channels = new Map<string, Set<(data: unknown) => void>>();

  tab(): TestTab {
    let waiting: (() => void)[] | null = null;
    let losesFrame = false;
    const run = (work: () => void): void => {
      if (waiting) waiting.push(work);
      else work();
    };
    return {
      run,
      load: async () => tabEnds,
      lead: (name, onLead) => this.#lead(name, () => run(onLead)),
      openChannel: (name) =>
        this.#open(
          name,
          (data, hear) => {
            const { frame } = data as TabMessage;
            if (frame && losesFrame) losesFrame = false;
            else run(hear);
          },
          run,
        ),
      freeze: () => (waiting ??= []),
      thaw: () => {
        const missed = waiting ?? [];
        waiting = null;
        for (const work of missed) work();
      },
      loseFrame: () => (losesFrame = true),
    };
  }

  /** Speaks as a tab does, and hears nothing. */
  voice(name: string): (message: TabMessage) => void {
    const ignore = () => {};
    const channel = this.#open(name, ignore, (say) => say());
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
    return (message) => channel.postMessage(message);
  }

  #lead(name: string, onLead: () => void): () => void {
    const turns = this.#turns.get(name) ?? [];
    this.#turns.set(name, turns);
    if (turns.push(onLead) === 1) queueMicrotask(onLead);
    return () => {
      const at = turns.indexOf(onLead);
      if (at >= 0) turns.splice(at, 1);
      if (at === 0 && turns[0]) queueMicrotask(turns[0]);
    };
  }

  #open(
    name: string,
    arrive: (data: unknown, hear: () => void) => void,
    leave: (say: () => void) => void,
  ): TabChannel {
    const ears = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, ears);
    let listener: (event: MessageEvent) => void = () => {};
    const ear = (data: unknown) => arrive(data, () => ears.has(ear) && listener({ data } as MessageEvent));
    ears.add(ear);
    return {
      addEventListener: (_type, hear) => (listener = hear),
      postMessage: (message) =>
        leave(() => {
          const copy = structuredClone(message);
          this.said.push(copy as TabMessage);
          for (const other of ears) if (other !== ear) queueMicrotask(() => other(copy));
        }),
      close: () => ears.delete(ear),
    };
  }
}
