import type { TruthAction, TruthLine, TruthRow } from '@komod/domain/truth-line';
import { m } from '#lib/paraglide/messages.js';
import { deviceWord } from '#lib/app/device.ts';
import { refusalPhrase, refusedPhoto } from '#lib/app/refusal-messages.ts';
import { timeOrDay, shortDay, wholeNumber } from '#lib/words/time-words.ts';

interface Spoken {
  device: string;
  count: number;
  photo: string;
  total: string;
  reason: string;
  at: number;
  now: number;
}

const sentences: Record<TruthRow, (spoken: Spoken) => string> = {
  '1': m.truth_1,
  '1b': m.truth_1b,
  '2': m.truth_2,
  '2b': m.truth_2b,
  '2c': m.truth_2c,
  '3': m.truth_3,
  '4': m.truth_4,
  '4b': m.truth_4b,
  '5': m.truth_5,
  '6': m.truth_6,
  '6b': m.truth_6b,
  '6c': m.truth_6c,
  '6d': m.truth_6d,
  '7': m.truth_7,
  '7b': m.truth_7b,
  '7c': (spoken) => (spoken.total === '' ? m.truth_7c_check() : m.truth_7c(spoken)),
  '7d': m.truth_7d,
  '7e': m.truth_7e,
  '7f': m.truth_7f,
  '7g': m.truth_7g,
  '8': m.truth_8,
  '8b': m.truth_8b,
  '9': m.truth_9,
  '9b': m.truth_9b,
  '9c': m.truth_9c,
  '9d': m.truth_9d,
  '10': ({ at, now }) => m.truth_10({ when: timeOrDay(at, now) }),
  '10b': ({ at, now }) => m.truth_10b({ when: shortDay(at, now) }),
  '10c': m.truth_10c,
};

const number = (value: number | string | undefined): string =>
  typeof value === 'number' ? wholeNumber(value) : '';

/** The row's words in the reader's language. `currency` is the listing's, for prices in a refusal. */
export function truthSentence(line: TruthLine, now: number, currency?: string): string {
  const { values, reason } = line;
  return sentences[line.row]({
    device: deviceWord(),
    count: typeof values.count === 'number' ? values.count : 0,
    photo: number(values.photo ?? (reason ? (refusedPhoto(reason) ?? undefined) : undefined)),
    total: number(values.total),
    reason: reason ? refusalPhrase(reason, currency) : '',
    at: line.at ?? now,
    now,
  });
}

export const truthActionLabels: Record<TruthAction, () => string> = {
  'free-space': m.truth_act_free_space,
  'try-again': m.truth_act_try_again,
  fix: m.truth_act_fix,
  replace: m.truth_act_replace,
  add: m.truth_act_add,
  'sign-in': m.truth_act_sign_in,
  'try-now': m.truth_act_try_now,
  update: m.truth_act_update,
  'sign-up': m.truth_act_sign_up,
  'put-back': m.truth_act_put_back,
};
