import { held, scaledAt, wholePhoto, type Point, type Stage, type View } from './photo-view.ts';

/** What a hand that let go asks for. `side`: -1 is left, 1 is right, on the screen and not in the row of photos. */
export type Ask = { kind: 'nothing' } | { kind: 'close' } | { kind: 'turn'; side: -1 | 1 };

interface Touch extends Point {
  /** Where it began. */
  from: Point;
}

const slopPx = 8;
const turnShare = 0.2;
const closePx = 96;
const flickPxPerMs = 0.5;
const flickWithinMs = 300;
const doubleTapMs = 300;
const doubleTapPx = 32;
const tappedScale = 2.5;

/**
 * One or two fingers, or a mouse, on the viewer's stage: pinch and double-tap scale, a finger on a scaled photo
 * moves it, a finger on a whole one drags it sideways to turn or down to close. Points from the stage's middle,
 * times in ms; draws nothing itself.
 */
export class PhotoHand {
  view: View = wholePhoto;
  /** How far a whole photo is dragged from its place; never along both axes. */
  drag: Point = { x: 0, y: 0 };
  readonly #touches = new Map<number, Touch>();
  #axis: 'x' | 'y' | null = null;
  #hasPinched = false;
  #startedAt = 0;
  #lastTap: (Point & { at: number }) | null = null;

  get isDown(): boolean {
    return this.#touches.size > 0;
  }

  down(id: number, point: Point, at: number): void {
    if (this.#touches.size === 0) {
      this.#axis = null;
      this.#hasPinched = false;
      this.#startedAt = at;
    }
    this.#touches.set(id, { ...point, from: point });
    if (this.#touches.size === 2) {
      this.#hasPinched = true;
      this.drag = { x: 0, y: 0 };
    }
  }

  move(id: number, point: Point, stage: Stage): void {
    const touch = this.#touches.get(id);
    if (!touch) return;
    const moved = { x: point.x - touch.x, y: point.y - touch.y };
    const other = [...this.#touches].find(([key]) => key !== id)?.[1];
    if (other) this.#pinch(touch, point, other, stage);
    else if (this.view.scale > 1) this.#pan(moved, stage);
    else if (!this.#hasPinched) this.#dragBy(point, touch.from);
    touch.x = point.x;
    touch.y = point.y;
  }

  up(id: number, at: number, stage: Stage): Ask {
    const touch = this.#touches.get(id);
    this.#touches.delete(id);
    if (!touch || this.#touches.size > 0) return { kind: 'nothing' };
    const { drag } = this;
    this.drag = { x: 0, y: 0 };
    if (this.#isTap(touch)) this.#tap(touch, at, stage);
    return this.#axis === null ? { kind: 'nothing' } : this.#askOf(drag, at - this.#startedAt, stage);
  }

  /** The system took the touches for itself. */
  cancel(): void {
    this.#touches.clear();
    this.drag = { x: 0, y: 0 };
  }

  #pinch(touch: Touch, point: Point, other: Point, stage: Stage): void {
    const before = Math.hypot(touch.x - other.x, touch.y - other.y);
    const after = Math.hypot(point.x - other.x, point.y - other.y);
    if (before === 0) return;
    const middle = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 };
    const scaled = scaledAt(this.view, stage, middle, (this.view.scale * after) / before);
    const shift = { x: (point.x - touch.x) / 2, y: (point.y - touch.y) / 2 };
    this.view = held({ ...scaled, x: scaled.x + shift.x, y: scaled.y + shift.y }, stage);
  }

  #pan(moved: Point, stage: Stage): void {
    this.view = held({ ...this.view, x: this.view.x + moved.x, y: this.view.y + moved.y }, stage);
  }

  #dragBy(point: Point, from: Point): void {
    const x = point.x - from.x;
    const y = point.y - from.y;
    if (this.#axis === null && Math.max(Math.abs(x), Math.abs(y)) > slopPx)
      this.#axis = Math.abs(x) > Math.abs(y) ? 'x' : 'y';
    if (this.#axis === 'x') this.drag = { x, y: 0 };
    // Only down leads anywhere.
    else if (this.#axis === 'y') this.drag = { x: 0, y: Math.max(0, y) };
  }

  #askOf({ x, y }: Point, tookMs: number, stage: Stage): Ask {
    const isFlick = (px: number) =>
      tookMs < flickWithinMs && Math.abs(px) > slopPx && Math.abs(px) / Math.max(1, tookMs) > flickPxPerMs;
    if (y > closePx || isFlick(y)) return { kind: 'close' };
    if (Math.abs(x) > stage.width * turnShare || isFlick(x)) return { kind: 'turn', side: x < 0 ? 1 : -1 };
    return { kind: 'nothing' };
  }

  #isTap(touch: Touch): boolean {
    const moved = Math.hypot(touch.x - touch.from.x, touch.y - touch.from.y);
    return !this.#hasPinched && this.#axis === null && moved <= slopPx;
  }

  #tap(point: Point, at: number, stage: Stage): void {
    const last = this.#lastTap;
    const isSecond =
      last !== null &&
      at - last.at < doubleTapMs &&
      Math.hypot(point.x - last.x, point.y - last.y) < doubleTapPx;
    this.#lastTap = isSecond ? null : { x: point.x, y: point.y, at };
    if (isSecond)
      this.view = this.view.scale > 1 ? wholePhoto : scaledAt(this.view, stage, point, tappedScale);
  }
}
