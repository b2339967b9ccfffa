/** The place of a tile on the page, in CSS pixels. */
export interface Slot {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** In which slot the tile of slot `index` is shown while the one of `from` is held over `to`. */
export function slotAfterMove(index: number, from: number, to: number): number {
  if (index === from) return to;
  if (from < index && index <= to) return index - 1;
  return to <= index && index < from ? index + 1 : index;
}

const middle = ({ x, y, width, height }: Slot) => ({ x: x + width / 2, y: y + height / 2 });

export function nearestSlot(held: Slot, slots: readonly Slot[]): number {
  const at = middle(held);
  const distances = slots.map((slot) => Math.hypot(middle(slot).x - at.x, middle(slot).y - at.y));
  return distances.indexOf(Math.min(...distances));
}

/** Where an arrow key carries the tile: along the row as the eye sees it, or to the row above or below. */
export function arrowTarget(key: string, at: number, slots: readonly Slot[], isRtl: boolean): number {
  const firstRow = slots.filter(({ y }) => Math.abs(y - (slots[0]?.y ?? 0)) < 1).length;
  const onward = isRtl ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowRight: onward,
    ArrowLeft: -onward,
    ArrowDown: firstRow,
    ArrowUp: -firstRow,
  };
  const to = at + (steps[key] ?? 0);
  return to < 0 || to >= slots.length ? at : to;
}
