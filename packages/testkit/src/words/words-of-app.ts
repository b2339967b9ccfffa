import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { literalTexts, literalTextsOfCode } from './literal-text.ts';
import { readMessages, untranslated } from './message-files.ts';

/**
 * What is wrong with the words of the app in `web`, one line each: said in one language only, said by nobody, or said
 * past the messages. Empty when nothing is.
 */
export function wrongWords(web: string): string[] {
  const english = readMessages(join(web, 'messages/en'));
  const persian = readMessages(join(web, 'messages/fa'));
  const src = join(web, 'src');
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(
      (path) => /\.(?:svelte|ts)$/.test(path) && !path.includes('paraglide') && !path.endsWith('.test.ts'),
    )
    .sort()
    .map((path) => ({ path, source: readFileSync(join(src, path), 'utf8') }));
  const used = new Set(
    sources.flatMap(({ source }) => [...source.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key)),
  );
  return [
    ...untranslated(english, persian),
    ...[...english.keys()].filter((key) => !used.has(key)).map((key) => `${key} is said by nobody`),
    ...sources.flatMap(({ path, source }) => {
      const texts = path.endsWith('.svelte') ? literalTexts(source) : literalTextsOfCode(source);
      return texts.map((text) => `${path} says "${text}" past the messages`);
    }),
  ];
}
