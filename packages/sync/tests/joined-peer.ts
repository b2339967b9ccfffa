import type * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { settle } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

export interface PeerOptions {
  document?: string;
  durable?: boolean;
  params?: Record<string, string>;
  account?: string;
  /** What it brings. */
  doc?: Y.Doc | undefined;
}

/** A peer that asked for the document, has heard the answer and sends its edits from now on; or was sent away. */
export async function joinedPeer(hub: Hub, options: PeerOptions = {}): Promise<TestPeer> {
  const { document = 'closet/a', durable = true, params = {}, account, doc } = options;
  const peer = new TestPeer(hub, doc);
  await peer.connect(document, durable, params, account);
  if (peer.closed) return peer;
  peer.sendStepOne();
  await settle(hub);
  peer.follow();
  return peer;
}
