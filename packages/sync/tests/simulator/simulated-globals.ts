/**
 * Yjs, y-websocket and y-indexeddb reach for clocks, timers, chance and IndexedDB by themselves, and lib0 keeps what
 * it finds of them when it is loaded. So this file must be imported before any of them. Outside of a simulation
 * everything is as it was.
 */

/** What a running simulation gives instead. */
export interface Surroundings {
  now(): number;
  /** 0 up to 1, exclusive. */
  random(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  setInterval(run: () => void, ms: number): unknown;
  readonly indexedDB: Pick<IDBFactory, 'open'>;
}

let surroundings: Surroundings | null = null;

/** Runs `work` in other surroundings; what it awaits must be drained before it returns. */
export function within(other: Surroundings, work: () => void): void {
  surroundings = other;
  try {
    work();
  } finally {
    surroundings = null;
  }
}

const real = {
  now: Date.now.bind(Date),
  random: Math.random.bind(Math),
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  getRandomValues: crypto.getRandomValues.bind(crypto),
};

Date.now = () => surroundings?.now() ?? real.now();
Math.random = () => surroundings?.random() ?? real.random();
crypto.getRandomValues = <T extends ArrayBufferView | null>(array: T): T => {
  if (!surroundings || !(array instanceof Uint32Array)) return real.getRandomValues(array as never) as T;
  for (let index = 0; index < array.length; index++) array[index] = surroundings.random() * 2 ** 32;
  return array;
};
const clear = (end: (timer: never) => void) => (timer: unknown) => {
  if (surroundings) surroundings.clearTimeout(timer);
  else end(timer as never);
};
Object.assign(globalThis, {
  setTimeout: (run: (...rest: unknown[]) => void, ms = 0, ...rest: unknown[]) =>
    surroundings ? surroundings.setTimeout(() => run(...rest), ms) : real.setTimeout(run, ms, ...rest),
  setInterval: (run: (...rest: unknown[]) => void, ms = 0, ...rest: unknown[]) =>
    surroundings ? surroundings.setInterval(() => run(...rest), ms) : real.setInterval(run, ms, ...rest),
  clearTimeout: clear(real.clearTimeout),
  clearInterval: clear(real.clearInterval),
  indexedDB: {
    open: (name: string) => {
      if (!surroundings) throw new Error('no simulation is running');
      return surroundings.indexedDB.open(name);
    },
  },
  IDBKeyRange: {
    lowerBound: (lower: number, lowerOpen: boolean) => ({
      lower,
      lowerOpen,
      upper: Infinity,
      upperOpen: true,
    }),
    upperBound: (upper: number, upperOpen: boolean) => ({
      lower: -Infinity,
      lowerOpen: true,
      upper,
      upperOpen,
    }),
  },
});
