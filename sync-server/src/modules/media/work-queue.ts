export interface WorkQueue {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Lets at most `width` pieces of work run at once, first come first served. */
export function createWorkQueue(width: number): WorkQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(work) {
      if (running >= width) await new Promise<void>((start) => waiting.push(start));
      else running += 1;
      try {
        return await work();
      } finally {
        // The place goes straight to the next in line, so no newcomer slips in between.
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
