import { arrowTarget, nearestSlot, slotAfterMove, type Slot } from './photo-slots.ts';

const liftAfterMs = 250;
/** A finger that went further than this before the lift scrolls the page; a mouse that did drags at once. */
const slipPx = 8;
const edgePx = 88;
const edgeStepPx = 9;

interface Lifted {
  id: string;
  from: number;
  to: number;
  slots: readonly Slot[];
  by: 'pointer' | 'keyboard';
  /** How far the pointer carried it, page and all. */
  moved: { x: number; y: number };
}

interface Press {
  id: string;
  pointerId: number;
  tile: HTMLElement;
  start: { x: number; y: number };
  at: { x: number; y: number };
  timer: ReturnType<typeof setTimeout>;
}

/** `carriedTo`: where in the window the tile was let go. */
type Drop = (id: string, from: number, to: number, carriedTo: DOMRect | null) => void;

export interface ReorderWords {
  lifted(from: number): void;
  moved(to: number): void;
  putBack(): void;
}

/**
 * Carries one tile of an even grid to another place: by a long press, by the mouse, by keys. Nothing moves in the
 * document until it is put down; until then tiles are only shown elsewhere, by where they stood when it was lifted.
 */
export class PhotoReorder {
  lifted = $state.raw<Lifted | null>(null);
  readonly #grid: () => HTMLElement | undefined;
  readonly #drop: Drop;
  readonly #words: ReorderWords;
  #press: Press | null = null;
  #frame = 0;
  #swallowsClick = false;

  constructor(grid: () => HTMLElement | undefined, drop: Drop, words: ReorderWords) {
    this.#grid = grid;
    this.#drop = drop;
    this.#words = words;
  }

  /** Where the tile that stands at `index` is shown, relative to its own place. */
  shiftOf(index: number): { x: number; y: number } | null {
    const { lifted } = this;
    if (!lifted) return null;
    if (index === lifted.from && lifted.by === 'pointer') return lifted.moved;
    const own = lifted.slots[index];
    const shown = lifted.slots[slotAfterMove(index, lifted.from, lifted.to)];
    return own && shown ? { x: shown.x - own.x, y: shown.y - own.y } : null;
  }

  readonly pointerdown = (event: PointerEvent, id: string): void => {
    if (event.button !== 0 || !event.isPrimary || this.lifted) return;
    const at = pageOf(event);
    const tile = event.currentTarget as HTMLElement;
    const timer = setTimeout(() => this.#liftByPointer(), liftAfterMs);
    this.#swallowsClick = false;
    this.#press = { id, pointerId: event.pointerId, tile, start: at, at, timer };
  };

  readonly pointermove = (event: PointerEvent): void => {
    const press = this.#press;
    if (!press || press.pointerId !== event.pointerId) return;
    press.at = pageOf(event);
    if (this.lifted) return this.#carry();
    const slipped = Math.hypot(press.at.x - press.start.x, press.at.y - press.start.y) > slipPx;
    if (!slipped) return;
    if (event.pointerType === 'mouse') this.#liftByPointer();
    else this.#letGo();
  };

  readonly pointerup = (): void => {
    if (!this.#press) return;
    const { lifted } = this;
    this.#letGo();
    if (lifted?.by === 'pointer') this.#putDown();
  };

  /** The browser took the finger for itself, to scroll. */
  readonly pointercancel = (): void => {
    if (!this.#press) return;
    this.#letGo();
    if (this.lifted?.by === 'pointer') this.cancel();
  };

  /** A finger is on a tile: the browser's own menu for pictures stays away. */
  get isPressed(): boolean {
    return this.#press !== null;
  }

  /** A press that carried a tile is not a press on it. `true`: nothing else may happen. */
  swallowsClick(): boolean {
    const swallows = this.#swallowsClick;
    this.#swallowsClick = false;
    return swallows;
  }

  readonly keydown = (event: KeyboardEvent, id: string, index: number): void => {
    const { lifted } = this;
    if (event.key === ' ') {
      event.preventDefault();
      if (event.repeat) return;
      if (lifted) this.#putDown();
      else this.#lift(id, index, 'keyboard');
    } else if (lifted?.by === 'keyboard') {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        this.cancel();
      } else if (event.key === 'Enter') {
        event.preventDefault();
        this.#putDown();
      } else if (event.key.startsWith('Arrow')) {
        event.preventDefault();
        const isRtl = getComputedStyle(event.currentTarget as HTMLElement).direction === 'rtl';
        this.#goTo(arrowTarget(event.key, lifted.to, lifted.slots, isRtl));
      }
    }
  };

  /** Focus went elsewhere: what was carried by keys stays where it was carried to. */
  readonly blur = (): void => {
    if (this.lifted?.by === 'keyboard') this.#putDown();
  };

  /** Back to where it stood. */
  cancel(): void {
    if (!this.lifted) return;
    this.#letGo();
    this.lifted = null;
    this.#words.putBack();
  }

  close(): void {
    this.#letGo();
    this.lifted = null;
  }

  #liftByPointer(): void {
    const press = this.#press;
    const tiles = this.#tiles();
    const index = press ? tiles.findIndex((tile) => tile.contains(press.tile)) : -1;
    if (!press || index < 0 || tiles.length < 2) return;
    clearTimeout(press.timer);
    press.tile.setPointerCapture(press.pointerId);
    this.#swallowsClick = true;
    navigator.vibrate?.(10);
    this.#lift(press.id, index, 'pointer');
    this.#carry();
    this.#frame = requestAnimationFrame(this.#scrollAtEdge);
  }

  #lift(id: string, index: number, by: Lifted['by']): void {
    const slots = this.#tiles().map((tile): Slot => {
      const box = tile.getBoundingClientRect();
      return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height };
    });
    if (slots.length < 2) return;
    this.lifted = { id, from: index, to: index, slots, by, moved: { x: 0, y: 0 } };
    this.#words.lifted(index);
  }

  #carry(): void {
    const { lifted } = this;
    const press = this.#press;
    const own = lifted?.slots[lifted.from];
    if (!lifted || !press || !own) return;
    const moved = { x: press.at.x - press.start.x, y: press.at.y - press.start.y };
    this.lifted = {
      ...lifted,
      moved,
      to: nearestSlot({ ...own, x: own.x + moved.x, y: own.y + moved.y }, lifted.slots),
    };
  }

  #goTo(to: number): void {
    const { lifted } = this;
    if (!lifted || to === lifted.to) return;
    this.lifted = { ...lifted, to };
    this.#words.moved(to);
    const slot = lifted.slots[to];
    if (slot && (slot.y < scrollY || slot.y + slot.height > scrollY + innerHeight))
      scrollTo({ top: slot.y - innerHeight / 3 });
  }

  #putDown(): void {
    const { lifted } = this;
    const carriedTo = lifted?.by === 'pointer' ? this.#tiles()[lifted.from]?.getBoundingClientRect() : null;
    this.lifted = null;
    if (!lifted) return;
    if (lifted.to === lifted.from) this.#words.putBack();
    else this.#drop(lifted.id, lifted.from, lifted.to, carriedTo ?? null);
  }

  #letGo(): void {
    clearTimeout(this.#press?.timer);
    cancelAnimationFrame(this.#frame);
    this.#press = null;
  }

  readonly #scrollAtEdge = (): void => {
    const press = this.#press;
    if (!press || !this.lifted) return;
    const inWindow = press.at.y - scrollY;
    const step = inWindow < edgePx ? -edgeStepPx : inWindow > innerHeight - edgePx ? edgeStepPx : 0;
    const before = scrollY;
    if (step !== 0) scrollBy(0, step);
    if (scrollY !== before) {
      press.at = { x: press.at.x, y: press.at.y + scrollY - before };
      this.#carry();
    }
    this.#frame = requestAnimationFrame(this.#scrollAtEdge);
  };

  #tiles(): HTMLElement[] {
    return [...(this.#grid()?.querySelectorAll<HTMLElement>(':scope > [data-photo]') ?? [])];
  }
}

/** While a tile is carried the page stands still under the finger. Not passive, so it may say so. */
export const holdPageFor =
  (reorder: PhotoReorder) =>
  (grid: HTMLElement): (() => void) => {
    const hold = (event: Event) => {
      if (reorder.lifted?.by === 'pointer' && event.cancelable) event.preventDefault();
    };
    grid.addEventListener('touchmove', hold, { passive: false });
    return () => grid.removeEventListener('touchmove', hold);
  };

const pageOf = ({ clientX, clientY }: PointerEvent) => ({ x: clientX + scrollX, y: clientY + scrollY });
