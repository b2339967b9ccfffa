import { loadavg } from 'node:os';
import { measureIdle } from './engine/idle.ts';
import { measureLargeCloset } from './engine/large-closet.ts';
import { measurePush, measureRelay } from './engine/relay.ts';
import { measureReturn } from './engine/return.ts';
import { measureStoppedReader } from './engine/stopped-reader.ts';
import { table, type Figure } from './figure.ts';
import type { Store } from './peers/komod-server.ts';
import { stayOnCore } from './peers/one-core.ts';

// The engine beside its peers, all in one run: each server on the first core, the load on the second.
// `bench sync relay` measures one part alone, `bench sync push idle` two.

type Say = (line: string) => void;

/** On SQLite, for which the targets are, and on PostgreSQL, to know its price. */
const onBoth =
  (measure: (say: Say, store: Store) => Promise<Figure[]>) =>
  async (say: Say): Promise<Figure[]> => {
    const figures = await measure(say, 'SQLite');
    const others = await measure((line) => say(`On PostgreSQL: ${line}`), 'PostgreSQL');
    return [
      ...figures,
      ...others.map((figure) => ({ ...figure, name: `${figure.name}, on PostgreSQL`, target: null })),
    ];
  };

const parts = {
  relay: measureRelay,
  push: onBoth(measurePush),
  stopped: onBoth(measureStoppedReader),
  large: onBoth(measureLargeCloset),
  return: onBoth(measureReturn),
  idle: measureIdle,
};
type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];
const asked = process.argv.slice(3);
const unknown = asked.filter((name) => !names.some((part) => part === name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are ${names.join(', ')}.`);
  process.exit(1);
}

// Other work on the machine makes every server late.
const loadBefore = loadavg()[0] ?? 0;
stayOnCore(1);
const figures: Figure[] = [];
for (const name of names)
  if (asked.length === 0 || asked.includes(name))
    figures.push(...(await parts[name]((line) => console.log(`→ ${line}…`))));
console.log(`\n${table(figures)}\n\nload of the machine before: ${loadBefore.toFixed(1)}`);
process.exit(0);
