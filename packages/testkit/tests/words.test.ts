import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { literalTexts, literalTextsOfCode } from '../src/words/literal-text.ts';
import { readMessages, untranslated, type Messages } from '../src/words/message-files.ts';
import { wrongWords } from '../src/words/words-of-app.ts';

const web = join(import.meta.dirname, '../../../web');

test('the app says everything by its messages, each in both languages and each used', () => {
  expect(readMessages(join(web, 'messages/en')).size).toBeGreaterThan(100);
  expect(wrongWords(web)).toEqual([]);
});

test('an app that says something in one language, in none, or never, is told what', () => {
  const folder = mkdtempSync(join(tmpdir(), 'komod-words-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = {
    'messages/en/app.json': JSON.stringify({ hello: 'Hello', bye: 'Bye' }),
    'messages/fa/app.json': JSON.stringify({ hello: 'سلام' }),
    'src/lib/Greeting.svelte': '<p>{m.hello()}</p>{isLate ? "Good night" : m.hello()}',
    'src/lib/greet.ts': "showToast({ message: 'Gone' });",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  expect(wrongWords(folder)).toEqual([
    'bye is missing',
    'bye is said by nobody',
    'lib/Greeting.svelte says "Good night" past the messages',
    'lib/greet.ts says "Gone" past the messages',
  ]);
});

test.each([
  ['<p>Hello there</p>', ['Hello there']],
  ['<button aria-label="Close">×</button>', ['Close']],
  ['<img alt={"A coat"} src="/a" />', ['A coat']],
  ["{#if open}<b>{'Now'}</b>{/if}", ['Now']],
  ['<Sheet title="Filter" id="filter"></Sheet>', ['Filter']],
  ["<p>{count > 1 ? 'Many' : m.one()}</p>", ['Many']],
  ['<p>{`${count} pieces`}</p>', ['pieces']],
  ["<p>{name || 'Nobody'}</p>", ['Nobody']],
  ["<p>{'Sold ' + day}</p>", ['Sold']],
  ['<Sheet closeLabel="Close" backLabel={isFirst ? "Out" : "Back"} />', ['Close', 'Out', 'Back']],
  ["<Field hint={kind === 'size' && 'As on the label'} error={wrong} />", ['As on the label']],
  ["<script>showToast({ message: 'Gone', kind: 'plain' })</script>", ['Gone']],
  ["<button onclick={() => showToast({ message: 'Gone' })}></button>", ['Gone']],
  ["<p class={isOn ? 'text-ink' : 'text-muted'}>{m.say({ kind: 'one' })}</p>", []],
  ["{#if kind === 'draft'}{words[kind === 'live' ? 1 : 2]}{/if}", []],
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

test('a literal in a file of code is found where it is given a spoken name', () => {
  expect(literalTextsOfCode("export const tip = (): Tip => ({ label: 'Undo', id: 'undo' });")).toEqual([
    'Undo',
  ]);
  expect(literalTextsOfCode("export const id: string = 'undo';")).toEqual([]);
});
