import { afterEach, beforeEach } from 'vitest';
import type { Replica } from '../src/client/replica.ts';
import { serveHub, type SocketServer } from './socket-server.ts';
import { startHub, type TestHub } from './test-hub.ts';

export interface ServedHub {
  /** Another one in its place is met by whoever connects from then on. */
  host: TestHub;
  server: SocketServer;
  /** Closed when the test ends. */
  readonly open: Replica[];
}

/** A hub behind a real socket, anew for each test of the file. */
export function useServedHub(): ServedHub {
  const served = { open: [] as Replica[] } as ServedHub;
  beforeEach(() => {
    served.host = startHub();
    served.server = serveHub(() => served.host.hub);
  });
  afterEach(async () => {
    await Promise.all(served.open.splice(0).map((replica) => replica.close()));
    await served.server.stop();
  });
  return served;
}
