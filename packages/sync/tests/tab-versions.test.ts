import { seededRandom } from '@komod/testkit/seeded-random';
import { expect, test } from 'vitest';
import type { Replica } from '../src/client/replica.ts';
import type { TabsEnvironment } from '../src/client/tabs-environment.ts';
import { canonical } from './canonical.ts';
import { useServedHub } from './served-hub.ts';
import { TestBrowser } from './test-browser.ts';
import { startReplica } from './test-replica.ts';
import { waitUntil } from './wait-until.ts';

const random = seededRandom();
const served = useServedHub();

function pageOf(tabs: TabsEnvironment): Replica {
  const replica = startReplica({
    databaseName: 'two versions',
    environment: {
      tabs,
      random: () => random.next(),
      setTimeout: (run, ms) => setTimeout(run, ms / 10),
    },
  });
  served.open.push(replica);
  replica.connect({ url: served.server.url });
  return replica;
}

/** As a page of another deploy, whose tabs speak otherwise. */
function ofNextVersion(tab: TabsEnvironment): TabsEnvironment {
  const nextName = (name: string) =>
    name.replace(/^komod-tabs-(\d+)-/, (_all, number: string) => `komod-tabs-${Number(number) + 1}-`);
  return {
    load: tab.load,
    openChannel: (name) => tab.openChannel(nextName(name)),
    lead: (name, onLead) => tab.lead(nextName(name), onLead),
  };
}

const isSafe = (replica: Replica): boolean => replica.status().synced && replica.status().unacked === null;

test('[TB2] pages of two versions each speak with the server, over one disk that loses nothing', async () => {
  const browser = new TestBrowser();
  const pages = [pageOf(browser.tab()), pageOf(ofNextVersion(browser.tab()))];
  await waitUntil('both are in step', () => pages.every(isSafe));
  await waitUntil('a connection each', () => served.host.hub.stats().connections === 2);
  for (let round = 0; round < 20; round++)
    for (const [index, { doc }] of pages.entries()) doc.getMap('m').set(`${round} of ${index}`, round);
  await waitUntil('all is safe', () => pages.every(isSafe));
  await waitUntil('both have all', () => pages.every(({ doc }) => doc.getMap('m').size === 40));
  const onServer = await served.host.hub.read('closet/a', canonical);
  expect(pages.map(({ doc }) => canonical(doc))).toEqual([onServer, onServer]);
  // Each leads its own; what one says the other never hears.
  expect(browser.said.filter(({ frame }) => frame)).toEqual([]);

  for (const page of pages) page.disconnect();
  for (const [index, { doc }] of pages.entries()) doc.getMap('m').set(`offline ${index}`, index);
  for (const replica of served.open.splice(0)) await replica.close();
  const next = pageOf(ofNextVersion(browser.tab()));
  await waitUntil('it is safe', () => isSafe(next));
  expect(await served.host.hub.read('closet/a', (doc) => doc.getMap('m').size)).toBe(42);
});
