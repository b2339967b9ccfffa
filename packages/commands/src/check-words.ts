import { wrongWords } from '@komod/testkit/words/words-of-app';
import { inRoot } from './repository.ts';

// A process of its own: what it needs is there only once everything is installed.
const wrong = wrongWords(inRoot('web'));
for (const line of wrong) console.error(line);
process.exit(wrong.length > 0 ? 1 : 0);
