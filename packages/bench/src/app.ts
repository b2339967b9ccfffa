import { cpus, loadavg } from 'node:os';
import { setStage } from './app/bench-stage.ts';
import { visitFeed, type FeedVisit } from './app/feed-visit.ts';
import { categories, score, type Scores } from './app/lighthouse.ts';
import { scrollList } from './app/scrolling.ts';
import { startSellOffline, visitSell } from './app/sell-starts.ts';
import { typeInEditor } from './app/typing.ts';
import { table, type Figure } from './figure.ts';

// The app on a slow phone: a processor four times slower than this one, 1.6 Mbit/s, 150 ms. `main.ts` is the engine's.
// `bench app sell` measures one part alone, `bench app sell typing` two.

const parts = ['sell', 'typing', 'scrolling', 'feed', 'lighthouse'] as const;
const asked = process.argv.slice(3);
const unknown = asked.filter((name) => !parts.some((part) => part === name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are ${parts.join(', ')}.`);
  process.exit(1);
}
const wants = (part: (typeof parts)[number]): boolean => asked.length === 0 || asked.includes(part);

const runs = 5;
const say = (line: string): void => console.log(`→ ${line}…`);

// Other work on the machine slows a phone four times as much as it slows the machine.
const loadBefore = loadavg()[0] ?? 0;
say('Setting the stage: closets of 1,000 and of 100, a feed of 500');
const stage = await setStage();
const figures: Figure[] = [];
try {
  const { origin, slowOrigin, thousand, hundred } = stage;
  if (wants('sell')) {
    say('A closet of 1,000 starts without a network');
    const large = await startSellOffline(origin, { account: thousand, pieces: 1000 }, runs);
    say('A closet of 100 starts without a network');
    const small = await startSellOffline(origin, { account: hundred, pieces: 100 }, runs);
    figures.push(
      { name: 'cold start of Sell offline, 1,000 pieces', runs: large, unit: 'ms', target: 1000 },
      { name: 'cold start of Sell offline, 100 pieces', runs: small, unit: 'ms', target: 600 },
    );
    const scripts: number[] = [];
    for (let run = 1; run <= runs; run += 1) {
      say(`Visit ${run} of ${runs} to Sell`);
      scripts.push(await visitSell(origin, hundred));
    }
    figures.push({ name: 'JavaScript of Sell as sent', runs: scripts, unit: 'KB', target: 140 });
  }
  if (wants('typing')) {
    say('Typing in the editor of a closet of 1,000');
    const typing = await typeInEditor(origin, thousand, 'thousand-999', runs);
    figures.push({ name: 'typing with 1,000 pieces, p98', runs: typing, unit: 'ms', target: 60 });
  }
  if (wants('feed')) {
    const visits: FeedVisit[] = [];
    for (let run = 1; run <= runs; run += 1) {
      say(`Visit ${run} of ${runs} to the feed`);
      visits.push(await visitFeed(slowOrigin));
    }
    const each = (field: keyof FeedVisit): number[] => visits.map((visit) => visit[field]);
    figures.push(
      { name: 'feed, largest paint, first visit', runs: each('firstPaintMs'), unit: 'ms', target: 2000 },
      { name: 'feed, largest paint, next visit', runs: each('repeatPaintMs'), unit: 'ms', target: 800 },
      { name: 'feed, layout shift', runs: each('layoutShift'), unit: '', target: 0.02 },
      { name: 'JavaScript of the feed as sent', runs: each('scriptKb'), unit: 'KB', target: 110 },
      { name: 'pictures on the feed’s first screen', runs: each('imageKb'), unit: 'KB', target: 250 },
      {
        name: 'pictures asked for before scrolling',
        runs: each('imageKbAskedFor'),
        unit: 'KB',
        target: null,
      },
    );
  }
  if (wants('scrolling')) {
    say('Scrolling Sell with 1,000 cards');
    // The place of each card, drawn or not. Those of Sell have their room from the start.
    const card = 'main .photo-grid > :is(li, [role="listitem"])';
    const sell = await scrollList(`${origin}/sell`, { account: thousand, card, runs });
    say('Scrolling the feed of 500');
    const feed = await scrollList(origin, { card, count: 500, runs });
    figures.push(
      { name: 'Sell of 1,000, frames over 50 ms', runs: sell, unit: '%', target: 1 },
      { name: 'feed of 500, frames over 50 ms', runs: feed, unit: '%', target: 1 },
    );
  }

  const pages = [
    ['Feed', '/'],
    ['Piece', '/listing/thousand-7'],
  ] as const;
  for (const [name, path] of wants('lighthouse') ? pages : []) {
    const scores: Scores[] = [];
    for (let run = 1; run <= runs; run += 1) {
      say(`Lighthouse ${run} of ${runs} on ${name}`);
      const answer = await score(origin + path);
      if (typeof answer === 'string') console.error(`Lighthouse could not run: ${answer}`);
      else scores.push(answer);
    }
    for (const category of categories)
      figures.push({
        name: `Lighthouse ${name}, ${category}`,
        runs: scores.map((each_) => each_[category]),
        unit: '',
        target: category === 'performance' ? 90 : 100,
        isFloor: true,
      });
  }
} finally {
  await stage.close();
  const busy = Math.max(loadBefore, loadavg()[0] ?? 0).toFixed(1);
  console.log(`\n${table(figures)}\n\nload of the machine: ${busy} on ${cpus().length} cores`);
}
process.exit(0);
