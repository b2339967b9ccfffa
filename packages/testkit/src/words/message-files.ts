import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Message key → what is said, in the plugin's own form: a text, or texts by number. */
export type Messages = Map<string, unknown>;

/** All messages of one language; throws when a key stands in two files. */
export function readMessages(folder: string): Messages {
  const messages: Messages = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { $schema: _, ...own } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as object & {
      $schema: string;
    };
    for (const [key, value] of Object.entries(own)) {
      if (messages.has(key)) throw new Error(`${key} stands twice, again in ${file}`);
      messages.set(key, value);
    }
  }
  return messages;
}

/** Every text that a message can come out as. */
export function textsOf(message: unknown): string[] {
  if (typeof message === 'string') return [message];
  if (!Array.isArray(message)) return [];
  return message.flatMap((variant: { match?: Record<string, string> }) => Object.values(variant.match ?? {}));
}

const slotsOf = (message: unknown): string[] => {
  const slots = textsOf(message).flatMap((text) =>
    [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!),
  );
  return [...new Set(slots)].sort();
};

/** What keeps `translation` from saying all that `source` says: one line for each message that is wrong. */
export function untranslated(source: Messages, translation: Messages): string[] {
  const wrong: string[] = [];
  for (const [key, message] of source) {
    const other = translation.get(key);
    const texts = textsOf(other);
    if (other === undefined) wrong.push(`${key} is missing`);
    else if (texts.length === 0 || texts.some((text) => text.trim() === ''))
      wrong.push(`${key} says nothing`);
    // A count may be told by its plural form alone, so only what is named must be named.
    else if (slotsOf(message).join() !== slotsOf(other).join())
      wrong.push(
        `${key} names {${slotsOf(other).join('}, {')}} instead of {${slotsOf(message).join('}, {')}}`,
      );
  }
  for (const key of translation.keys()) if (!source.has(key)) wrong.push(`${key} translates nothing`);
  return wrong;
}
