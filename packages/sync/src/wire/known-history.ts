/**
 * What a client remembers of a document's history and brings back when it connects: enough for a server that was
 * put back to an older copy of its files to learn that it was, although nothing told it.
 */
export interface KnownHistory {
  timeline: string;
  epoch: number;
  /** The newest head the server named (103). */
  seen: number;
  /** The server's own mark on all of this: nobody can claim a head that was never told. */
  seal: string;
}

/** The params of a connection that the engine reads. */
export const connectionParams = ['timeline', 'epoch', 'seen', 'seal', 'device'] as const;

/** What a seal is made of. */
export const sealedWords = (
  document: string,
  { timeline, epoch, seen }: Omit<KnownHistory, 'seal'>,
): string => JSON.stringify([document, timeline, epoch, seen]);

/** Connection params. A client that knows nothing yet says so by an empty `timeline`, and hears 103 from then on. */
export const historyParams = (known: KnownHistory | null): Record<string, string> =>
  known
    ? { timeline: known.timeline, epoch: `${known.epoch}`, seen: `${known.seen}`, seal: known.seal }
    : { timeline: '' };

/** Both tell one history of the document, however far. */
export const isSameHistory = (one: KnownHistory | null, other: KnownHistory | null): boolean =>
  one?.timeline === other?.timeline && one?.epoch === other?.epoch;

/** `null` when the params name none, or not wholly. */
export function parseHistory(params: Readonly<Record<string, string>>): KnownHistory | null {
  const { timeline, epoch, seen, seal } = params;
  if (!timeline || !isCount(epoch) || !isCount(seen) || !seal) return null;
  return { timeline, epoch: Number(epoch), seen: Number(seen), seal };
}

const isCount = (text: string | undefined): boolean =>
  text !== undefined && /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));
