import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { literalTexts } from '../src/words/literal-text.ts';
import { readMessages, untranslated, type Messages } from '../src/words/message-files.ts';

const web = join(import.meta.dirname, '../../../web');
const english = readMessages(join(web, 'messages/en'));
const persian = readMessages(join(web, 'messages/fa'));
const sources = readdirSync(join(web, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.(?:svelte|ts)$/.test(path),
);
const read = (path: string): string => readFileSync(join(web, 'src', path), 'utf8');

test('every message is said in both languages, with the same things named', () => {
  expect(english.size).toBeGreaterThan(100);
  expect(untranslated(english, persian)).toEqual([]);
});

test('every message is used', () => {
  const used = new Set(
    sources.flatMap((path) => [...read(path).matchAll(/\bm\.(\w+)/g)].map(([, key]) => key)),
  );
  expect([...english.keys()].filter((key) => !used.has(key))).toEqual([]);
});

test('no component speaks past the messages', () => {
  const spoken = sources
    .filter((path) => path.endsWith('.svelte'))
    .flatMap((path) => literalTexts(read(path)).map((text) => `${path}: ${text}`));
  expect(spoken).toEqual([]);
});

test.each([
  ['<p>Hello there</p>', ['Hello there']],
  ['<button aria-label="Close">×</button>', ['Close']],
  ['<img alt={"A coat"} src="/a" />', ['A coat']],
  ["{#if open}<b>{'Now'}</b>{/if}", ['Now']],
  ['<Sheet title="Filter" id="filter"></Sheet>', ['Filter']],
  ['<i style:color="var(--{tone})"></i>', []],
  ['<p>{m.feed_title()} · 2 / 6</p><style>p { color: red }</style>', []],
])('a literal in %s is found', (source, texts) => {
  expect(literalTexts(source)).toEqual(texts);
});

test.each<[string, unknown, unknown, string[]]>([
  ['missing', 'Sold', undefined, ['word is missing']],
  ['empty', 'Sold', ' ', ['word says nothing']],
  ['naming another thing', 'Sold on {day}', 'Verkauft am {tag}', ['word names {tag} instead of {day}']],
  ['right', 'Sold on {day}', 'am {day} verkauft', []],
])('a translation %s is judged so', (_, source, translation, wrong) => {
  const of = (text: unknown): Messages => new Map(text === undefined ? [] : [['word', text]]);
  expect(untranslated(of(source), of(translation))).toEqual(wrong);
});
