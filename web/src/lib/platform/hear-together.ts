import type { CatalogEars } from './catalog-ears.ts';

/** Lock and channel; pages of another version have another one. */
const name = 'komod-catalog-live-1';
const askEveryMs = 1000;

/** What the page that holds the connection tells the others. */
interface Word {
  /** Another number each time the connection opened. */
  opening: number;
  /** 0 while there was none. */
  head: number;
}

/**
 * Whoever has the lock hears the server and tells the others. They ask every second whether it does, and one that gets
 * no answer hears the server itself until it does. Returns the end of it.
 */
export function hearTogether(ears: CatalogEars, hear: (ears: CatalogEars) => () => void): () => void {
  const channel = new BroadcastChannel(name);
  const end = new AbortController();
  let resign = () => end.abort();
  let isLeading = false;
  let own: (() => void) | null = null;
  let known: Word = { opening: 0, head: 0 };
  let unheard = 0;

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin anyway
  const say = (word: Word | null) => channel.postMessage(word);
  const tell = () => {
    if (isLeading && known.opening > 0) say(known);
  };
  const hearMyself = () => {
    own ??= hear({
      after: ears.after,
      onOpen: () => {
        known = { opening: Math.random(), head: Math.max(known.head, ears.after()) };
        ears.onOpen();
        tell();
      },
      onHead: (head) => {
        known = { ...known, head };
        ears.onHead(head);
        tell();
      },
    });
  };
  const beTold = (word: Word) => {
    unheard = 0;
    own?.();
    own = null;
    const { opening, head } = known;
    known = word;
    if (word.opening !== opening) ears.onOpen();
    if (word.head > 0 && (word.head !== head || word.opening !== opening)) ears.onHead(word.head);
  };

  channel.addEventListener('message', ({ data }: MessageEvent<Word | null>) => {
    if (data === null) tell();
    else if (!isLeading) beTold(data);
  });
  const asking = setInterval(() => {
    if (unheard++ > 0) hearMyself();
    say(null);
  }, askEveryMs);
  say(null);
  const lead = () => {
    clearInterval(asking);
    isLeading = true;
    if (own) tell();
    hearMyself();
    return new Promise<void>((resolve) => (resign = resolve));
  };
  navigator.locks.request(name, { signal: end.signal }, lead).catch(() => {});

  return () => {
    clearInterval(asking);
    resign();
    channel.close();
    own?.();
  };
}
