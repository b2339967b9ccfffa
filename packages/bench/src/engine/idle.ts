import { type Figure } from '../figure.ts';
import { startHocuspocus } from '../peers/hocuspocus.ts';
import { startKomod } from '../peers/komod.ts';
import type { Peer } from '../peers/peer.ts';
import { startRawRelay } from '../peers/raw-relay.ts';
import { startYWebsocketServer } from '../peers/y-websocket-server.ts';
import { processSeconds, residentKb } from './process-time.ts';
import { Rooms } from './rooms.ts';

// `KOMOD_IDLE=10000` for more.
const connections = Number(process.env.KOMOD_IDLE ?? 4000);
const watchedSeconds = 20;
/** What letting somebody in took is given back only after a while. */
const settlingSeconds = 45;
const openAtOnce = 50;

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** What a connection costs that says nothing, with one small document each. */
export async function measureIdle(say: (line: string) => void): Promise<Figure[]> {
  const starts: [start: () => Promise<Peer>, isOurs: boolean][] = [
    [startRawRelay, false],
    [startHocuspocus, false],
    [startYWebsocketServer, false],
    [() => startKomod(connections), true],
    [() => startKomod(connections, 'PostgreSQL'), false],
  ];
  const figures: Figure[] = [];
  for (const [start, isOurs] of starts) {
    const peer = await start();
    try {
      say(`${peer.name}: ${connections} connections that say nothing`);
      // What the first ones make it load is not theirs.
      const first = await Rooms.openQuiet(peer, 0, openAtOnce, openAtOnce);
      await pause(settlingSeconds);
      const before = residentKb(peer.pid);
      const rest = await Rooms.openQuiet(peer, openAtOnce, connections, openAtOnce);
      await pause(settlingSeconds);
      const used = (residentKb(peer.pid) - before) / (connections - openAtOnce);
      const cpu = processSeconds(peer.pid);
      await pause(watchedSeconds);
      const share = (100 * (processSeconds(peer.pid) - cpu)) / watchedSeconds;
      first();
      rest();
      figures.push(
        {
          name: `${peer.name}: memory of an idle connection`,
          runs: [used],
          unit: 'KB',
          target: isOurs ? 10 : null,
        },
        {
          name: `${peer.name}: CPU of ${connections} idle connections`,
          runs: [share],
          unit: '%',
          target: isOurs ? 2 : null,
        },
      );
    } finally {
      await peer.close();
    }
  }
  return figures;
}
