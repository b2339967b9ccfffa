import type { TabChannel } from './tab-channel.ts';
import type { TabEnds } from './tab-ends.ts';

/** What tabs of one device need to find each other. */
export interface TabsEnvironment {
  /** Asked for when there is another tab: most of the time there is none. */
  load(): Promise<TabEnds>;
  openChannel(name: string): TabChannel;
  /** Calls `onLead` once no other tab of this device has `name`. Returns the end of it. */
  lead(name: string, onLead: () => void): () => void;
}
