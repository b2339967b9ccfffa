import { readMessages, textsOf } from '@komod/testkit/words/message-files';
import { join } from 'node:path';

/** What a screen says by a message key, so that one walk serves every language. */
export type Say = (key: string) => string;

export function wordsOf(language: string): Say {
  const messages = readMessages(join(import.meta.dirname, '../../../messages', language));
  return (key) => {
    const [text] = textsOf(messages.get(key));
    if (text === undefined) throw new Error(`nothing is said by ${key}`);
    return text;
  };
}
