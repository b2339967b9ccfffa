export interface QueuedEvent {
  at: number;
  /** Decides between events of one moment. */
  tie: number;
  run: () => void;
}

const isBefore = (one: QueuedEvent, other: QueuedEvent): boolean =>
  one.at < other.at || (one.at === other.at && one.tie < other.tie);

/** A binary heap: the earliest first. */
export class EventQueue {
  readonly #heap: QueuedEvent[] = [];

  get next(): QueuedEvent | undefined {
    return this.#heap[0];
  }

  push(event: QueuedEvent): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  pop(): QueuedEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || last === first) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
