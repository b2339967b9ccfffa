import { startServerProcess } from '@komod/testkit/server-process';
import { EditLoad } from './edit-load.ts';
import { measureFeedJavaScript } from './feed-javascript.ts';
import { percentile, table, median, type Figure } from './figure.ts';
import { measureFsync } from './raw-fsync.ts';
import { signUpSellers } from './sellers.ts';
import { measureSlowDisk } from './slow-disk.ts';
import { measureStart } from './start-time.ts';
import { UpdatePresses } from './update-presses.ts';

const runs = 5;
const documents = 500;
const updatesPerSecond = 500;
const secondsPerRun = 10;
const addedMs = 10;

const say = (line: string): void => console.log(`→ ${line}…`);

const server = await startServerProcess({ withWeb: true });
const load = new EditLoad();
const presses = new UpdatePresses(server.origin);
const fsync: number[] = [];
const ackP50: number[] = [];
const ackP99: number[] = [];
const feedP99: number[] = [];
const javaScript: number[] = [];
const start: number[] = [];

try {
  say(`Signing up ${documents / 2} sellers`);
  const sellers = await signUpSellers(server.origin, documents / 2);
  say('Hanging pieces and opening documents');
  await presses.open(sellers.slice(0, 20));
  await load.open(server.origin, sellers);
  // The first seconds warm the compiler up and are not counted.
  await Promise.all([load.run(updatesPerSecond, 3), presses.run(4, 3)]);
  for (let run = 1; run <= runs; run += 1) {
    say(`Run ${run} of ${runs}: ${updatesPerSecond} updates/s over ${load.documents()} documents`);
    fsync.push(measureFsync(server.dataDir));
    const [acks, updates] = await Promise.all([
      load.run(updatesPerSecond, secondsPerRun),
      presses.run(4, secondsPerRun),
    ]);
    ackP50.push(percentile(acks, 0.5));
    ackP99.push(percentile(acks, 0.99));
    feedP99.push(percentile(updates, 0.99));
  }
  load.close();
  for (let run = 1; run <= runs; run += 1) {
    say(`Run ${run} of ${runs}: the feed on a first visit`);
    javaScript.push(await measureFeedJavaScript(server.origin));
  }
} finally {
  await presses.close();
  await server.close();
}
say(`${updatesPerSecond} updates/s with ${addedMs} ms added to each fsync`);
const slow = await measureSlowDisk({ addedMs, sellers: 50, updatesPerSecond, secondsPerRun, runs });
for (let run = 1; run <= runs; run += 1) {
  say(`Run ${run} of ${runs}: start on a built checkout`);
  start.push(await measureStart());
}

const figures: Figure[] = [
  { name: 'raw fsync of one page, p50', runs: fsync, unit: 'ms', target: null },
  { name: 'edit → durable ack, p50', runs: ackP50, unit: 'ms', target: median(fsync) + 2 },
  { name: 'edit → durable ack, p99', runs: ackP99, unit: 'ms', target: 25 },
  { name: `edit → durable ack, each fsync + ${addedMs} ms, p50`, runs: slow.p50, unit: 'ms', target: null },
  { name: `edit → durable ack, each fsync + ${addedMs} ms, p99`, runs: slow.p99, unit: 'ms', target: null },
  { name: 'Update pressed → in another feed, p99', runs: feedP99, unit: 'ms', target: 500 },
  { name: 'JavaScript of the feed as sent', runs: javaScript, unit: 'KB', target: 110 },
  { name: 'start on a built checkout → ready', runs: start, unit: 's', target: 3 },
];
console.log(`\n${table(figures)}`);
process.exit(0);
