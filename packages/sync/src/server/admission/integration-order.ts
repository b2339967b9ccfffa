/** References to what an update itself brings, four numbers each: of client and clock, to client and clock. */
export type Links = readonly number[];

interface Line {
  client: number;
  /** The link that holds the client up, and the one behind its last. */
  next: number;
  last: number;
  /** How far somebody waits for it to come. */
  wanted: number;
  isWaiting: boolean;
}

/**
 * Whether there is an order in which every struct comes behind what it refers to: among clients whose structs wait
 * for each other Yjs finds none and keeps them pending. The links of a client stand together, by rising clock.
 */
export function hasOrder(
  links: Links,
  heldClockOf: (client: number) => number,
  endOf: (client: number) => number,
): boolean {
  const lines = new Map<number, Line>();
  for (let at = 0; at < links.length; at += 4) {
    const client = links[at]!;
    const line = lines.get(client);
    if (line) line.last = at + 4;
    else lines.set(client, { client, next: at, last: at + 4, wanted: 0, isWaiting: false });
  }
  const reachOf = (client: number): number => {
    const line = lines.get(client);
    if (!line || line.next === line.last) return endOf(client);
    return Math.max(heldClockOf(client), links[line.next + 1]!);
  };
  const passOpenLinks = (line: Line): void => {
    while (
      line.next < line.last &&
      reachOf(line.client) <= line.wanted &&
      reachOf(links[line.next + 2]!) > links[line.next + 3]!
    )
      line.next += 4;
  };
  for (const first of lines.values()) {
    const waiting = [first];
    first.wanted = Infinity;
    for (let line = waiting.at(-1); line; line = waiting.at(-1)) {
      line.isWaiting = true;
      passOpenLinks(line);
      if (line.next === line.last || reachOf(line.client) > line.wanted) {
        line.isWaiting = false;
        waiting.pop();
        continue;
      }
      const other = lines.get(links[line.next + 2]!);
      if (!other || other.isWaiting) return false;
      other.wanted = links[line.next + 3]!;
      waiting.push(other);
    }
  }
  return true;
}
