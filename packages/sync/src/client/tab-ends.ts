import { TabHost } from './tab-host.ts';
import { TabSocket } from './tab-socket.ts';

/** Both ends of the lines between tabs. */
export interface TabEnds {
  TabHost: typeof TabHost;
  TabSocket: typeof TabSocket;
}

/** In a file of their own, so that a page that is alone need not load them. */
export const tabEnds: TabEnds = { TabHost, TabSocket };
