import * as Y from 'yjs';
import { historyParams, type KnownHistory } from '../wire/known-history.ts';
import type { WireLimits } from '../wire/limits.ts';
import { Link, type LinkEnd, type LinkEnvironment, type LinkTarget } from './link.ts';

/** What the server holds, in a document of its own that nobody else writes. */
export interface ServerState {
  doc: Y.Doc;
  history: KnownHistory | null;
}

export interface StateFetch {
  /** How it ended: with the state, or with a close that makes every further attempt useless. */
  readonly result: Promise<ServerState | LinkEnd>;
  /** Tries at once. */
  retryNow(): void;
  /** Gives up: the result never settles. */
  stop(): void;
}

/** Asks for the whole document over a connection of its own, again and again while the line is down. */
export function fetchState(
  target: Pick<LinkTarget, 'url' | 'document'> & { params?: Record<string, string> },
  environment: LinkEnvironment,
  limits: WireLimits,
): StateFetch {
  const doc = new Y.Doc();
  const { promise: result, resolve } = Promise.withResolvers<ServerState | LinkEnd>();
  let history: KnownHistory | null = null;
  const params = () => ({ ...target.params, ...historyParams(null) });
  const link = new Link(
    { ...target, readOnly: true, params, socket: () => environment.WebSocket },
    doc,
    environment,
    limits,
    {
      onLink: () => {},
      onOpened: () => {},
      onSent: () => {},
      onAck: () => {},
      onRefused: () => {},
      onFenced: () => {},
      hold: () => null,
      edits: () => 0,
      onHistory: (known) => (history = known),
      onSynced: (isSynced) => {
        if (!isSynced) return;
        link.close();
        resolve({ doc, history });
      },
      onEnd: (end) => {
        link.close();
        resolve(end);
      },
    },
  );
  link.connect();
  return { result, retryNow: () => link.connect(), stop: () => link.close() };
}
