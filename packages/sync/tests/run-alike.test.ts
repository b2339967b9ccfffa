import { mutateUpdate } from '@komod/testkit/hostile-frames/mutate-update';
import { editTogether } from '@komod/testkit/hostile-frames/real-session';
import { seededRandom } from '@komod/testkit/seeded-random';
import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { canonicalContent } from '../src/server/canonical-content.ts';
import { encodeStepTwo, encodeUpdate } from '../src/wire/frames.ts';
import { joinedPeer } from './joined-peer.ts';
import { storedDocument } from './stored-document.ts';
import { settle, startHub } from './test-hub.ts';

const runs = 400;
/** The same seeds each time: what somebody else works on must not turn red by chance. */
const base = 1;

/** Edits of several clients as one connection brings them: most whole, some lost, twice, late or mangled. */
function framesOf(seed: number): Uint8Array[] {
  const random = seededRandom(seed);
  const { updates } = editTogether(random, 20);
  const mangled = random.chance(0.5) ? 0 : 0.05;
  const frames = updates.flatMap((update) => {
    const frame = random.chance(mangled) ? mutateUpdate(update, random.pick(updates), random) : update;
    if (random.chance(0.03)) return [];
    return random.chance(0.1) ? [frame, frame] : [frame];
  });
  const at = random.between(0, frames.length - 1);
  if (random.chance(0.2)) frames.push(...frames.splice(at, 2));
  // A step 2 with a gap is refused.
  const stepTwos = random.chance(0.5) ? 0 : 0.2;
  return frames.map((frame) => (random.chance(stepTwos) ? encodeStepTwo(frame) : encodeUpdate(frame)));
}

/** Where a format begins and ends Yjs tidies up by itself, here sooner and there later. */
function withoutFormats(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  const kept: unknown[] = [];
  for (const value of content) {
    if (typeof value === 'object' && value !== null && 'format' in value) continue;
    const before = kept.at(-1);
    if (isText(value) && isText(before)) kept.splice(-1, 1, { text: before.text + value.text });
    else kept.push(withoutFormats(value));
  }
  return kept;
}

const isText = (value: unknown): value is { text: string } =>
  typeof value === 'object' && value !== null && 'text' in value;

const contentOf = (doc: Y.Doc): unknown => withoutFormats(JSON.parse(canonicalContent(doc)));

/** What became of frames, sent so many in a turn. */
async function outcome(frames: readonly Uint8Array[], inOneTurn: number) {
  const { hub, log, errors } = startHub();
  const [writer, reader] = [await joinedPeer(hub), await joinedPeer(hub)];
  writer.answersStepOne = false;
  for (const [index, frame] of frames.entries()) {
    writer.send(frame);
    if ((index + 1) % inOneTurn === 0) await settle(hub);
  }
  await settle(hub);
  const stored = await storedDocument(log, 'closet/a');
  return {
    stored: contentOf(stored),
    heard: contentOf(reader.doc),
    isWhole: stored.store.pendingStructs === null && stored.store.pendingDs === null,
    acked: writer.acked,
    refusal: writer.durable.find(({ kind }) => kind === 'refusal'),
    closed: [writer.closed, reader.closed],
    errors,
  };
}

test('[A12] what comes of frames is the same whether they are taken together or one by one', async () => {
  const seen = { whole: 0, refused: 0, gaps: 0 };
  for (let seed = base; seed < base + runs; seed++) {
    const frames = framesOf(seed);
    const alone = await outcome(frames, 1);
    for (const inOneTurn of [3, frames.length])
      expect({ seed, ...(await outcome(frames, inOneTurn)) }).toEqual({ seed, ...alone });
    expect([seed, alone.heard, alone.isWhole]).toEqual([seed, alone.stored, true]);
    if (alone.refusal) seen.refused++;
    else if (alone.acked < frames.length) seen.gaps++;
    else seen.whole++;
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 20);
}, 120_000);
