import { keepAliveFrame } from '../wire/frames.ts';
import type { WireLimits } from '../wire/limits.ts';
import type { Connection } from './connection.ts';
import type { HubClock } from './hub-ports.ts';

const tickMs = 1_000;

/** Sends every connection the empty awareness message now and then, or y-websocket takes the line for dead. */
export class KeepAlive {
  readonly #connections: ReadonlyMap<string, Connection>;
  readonly #parts: { clock: HubClock; random(): number; limits: WireLimits };
  #timer: unknown = null;

  constructor(
    connections: ReadonlyMap<string, Connection>,
    parts: { clock: HubClock; random(): number; limits: WireLimits },
  ) {
    this.#connections = connections;
    this.#parts = parts;
  }

  /** A connection came. */
  begin(connection: Connection): void {
    connection.keepAliveAt = this.#parts.clock.now() + this.#interval();
    this.#timer ??= this.#parts.clock.setTimeout(this.#tick, tickMs);
  }

  stop(): void {
    this.#parts.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #interval(): number {
    const { limits, random } = this.#parts;
    return limits.keepAliveMs + (random() * 2 - 1) * limits.keepAliveJitterMs;
  }

  readonly #tick = (): void => {
    this.#timer = null;
    const { clock } = this.#parts;
    const now = clock.now();
    for (const connection of this.#connections.values()) {
      if (connection.keepAliveAt > now || !connection.isJoined) continue;
      connection.keepAliveAt = now + this.#interval();
      connection.send(keepAliveFrame);
    }
    if (this.#connections.size > 0) this.#timer = clock.setTimeout(this.#tick, tickMs);
  };
}
