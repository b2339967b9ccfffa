/** Which pieces are chosen for one act together. */
export class Selection {
  isOn = $state(false);
  ids = $state.raw<ReadonlySet<string>>(new Set());

  /** `first`: the piece that was held. */
  start(first?: string): void {
    this.isOn = true;
    this.ids = new Set(first === undefined ? [] : [first]);
  }

  toggle(id: string): void {
    const ids = new Set(this.ids);
    if (!ids.delete(id)) ids.add(id);
    this.ids = ids;
  }

  choose(ids: readonly string[]): void {
    this.ids = new Set(ids);
  }

  end(): void {
    this.isOn = false;
    this.ids = new Set();
  }
}
