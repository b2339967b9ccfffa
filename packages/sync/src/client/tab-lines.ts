import type * as Y from 'yjs';
import { keepAliveFrame } from '../wire/frames.ts';
import type { LinkEnvironment } from './link.ts';
import {
  tabProtocol,
  type TabChannel,
  type TabMessage,
  type TabParts,
  type TabReplacement,
} from './tab-channel.ts';
import type { TabEnds } from './tab-ends.ts';
import type { TabHost } from './tab-host.ts';
import type { TabSocket } from './tab-socket.ts';
import type { TabsEnvironment } from './tabs-environment.ts';

export interface TabLinesEnvironment extends LinkEnvironment {
  /** Without it each tab speaks with the server itself. */
  tabs?: TabsEnvironment;
}

const askEveryMs = 334;
/** Questions without any answer after which the leader is taken for frozen: after a second. */
const mostUnheard = 2;
/** Questions to a leader that is not in step with the server itself: for ten seconds. */
const mostUnready = 30;
/** Questions before a tab that was told to hear the server itself tries the leader again: for five. */
const aloneFor = 15;

/**
 * Of the tabs that hold one document one speaks with the server: whoever holds the lock leads. The others have lines to
 * it that look like sockets, so that for a replica nothing is different. They ask all the time whether it is there,
 * because a tab that nobody looks at has no timers worth the name, but answers; when it does not, or cannot reach the
 * server, each opens a socket of its own until it does.
 */
export class TabLines {
  readonly #name: string;
  readonly #environment: TabLinesEnvironment;
  readonly #parts: TabParts;
  #channel: TabChannel | null = null;
  #resign = (): void => {};
  #ends: TabEnds | null = null;
  #isLoading = false;
  /** The number under which this tab leads. */
  #turn = 0;
  #host: TabHost | null = null;
  #line: TabSocket | null = null;
  #leader = 0;
  /** Speaks with the server itself although another tab leads. */
  #isAlone = false;
  #unheard = 0;
  #unready = 0;
  #patience = 0;
  #timer: unknown = null;
  #known = Promise.withResolvers<void>();

  constructor(name: string, environment: TabLinesEnvironment, parts: TabParts) {
    this.#name = name;
    this.#environment = environment;
    this.#parts = parts;
  }

  /** Settles when it is known over what to connect. */
  get whenKnown(): Promise<void> {
    return this.#known.promise;
  }

  /** Over what to connect now. */
  get Socket(): typeof WebSocket {
    const ends = this.#ends;
    if (!this.#channel || this.#turn || this.#isAlone || !ends) return this.#environment.WebSocket;
    const [parts, number] = [this.#parts, this.#newNumber()];
    const post = (message: TabMessage) => this.#post(message);
    const keep = (line: TabSocket) => (this.#line = line);
    return class extends ends.TabSocket {
      constructor() {
        super(number, parts, post);
        keep(this);
      }
    } as unknown as typeof WebSocket;
  }

  start(): void {
    const { tabs } = this.#environment;
    if (this.#channel) return;
    if (!tabs) return this.#known.resolve();
    const name = `komod-tabs-${tabProtocol}-${this.#name}`;
    const channel = tabs.openChannel(name);
    this.#channel = channel;
    this.#unheard = this.#unready = 0;
    channel.addEventListener('message', ({ data }) => this.#hear(tabs, data as TabMessage));
    this.#resign = tabs.lead(name, () => {
      if (this.#channel === channel) this.#lead();
    });
    this.#tick();
  }

  stop(): void {
    this.#environment.clearTimeout(this.#timer);
    this.#host?.close();
    this.#channel?.close();
    this.#resign();
    this.#line = this.#host = this.#channel = null;
    this.#turn = this.#leader = 0;
    this.#isAlone = false;
    this.#known = Promise.withResolvers();
  }

  /** The status of the replica is another one. */
  look(): void {
    this.#host?.look();
  }

  /** The server has told how far its document is. */
  stand(): void {
    this.#host?.stand();
  }

  /** The document is another one. */
  take(doc: Y.Doc): void {
    this.#host?.take(doc);
  }

  /** Tells the others that it is, so that they have the same. */
  tell(replaced: TabReplacement): void {
    this.#post({ replaced });
  }

  /** Has the leader look whether its line to the server is there. */
  prod(): void {
    if (!this.#turn) this.#post({ prod: true });
  }

  #post(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  #newNumber(): number {
    return 1 + Math.floor(this.#environment.random() * 2 ** 52);
  }

  #tick(): void {
    this.#post({});
    this.#timer = this.#environment.setTimeout(() => {
      this.#patience--;
      if (this.#unheard++ >= mostUnheard || this.#unready++ >= mostUnready) this.#goAlone(0);
      this.#tick();
    }, askEveryMs);
  }

  #lead(): void {
    const turn = this.#newNumber();
    this.#turn = turn;
    this.#environment.clearTimeout(this.#timer);
    this.#known.resolve();
    // Until then its line went to the tab that led before.
    if (!this.#isAlone) this.#parts.redial();
    // The others have theirs from the tab that led before, and need not ask.
    this.#post({ lead: turn, ready: false });
    this.#receive();
  }

  /** Another tab may come, and what its line ends at is here. */
  #receive(): void {
    const [lead, ends] = [this.#turn, this.#ends];
    if (!ends) return;
    this.#host = new ends.TabHost(this.#parts, (message) => this.#post({ lead, ...message }));
    this.#host.look();
  }

  #load(tabs: TabsEnvironment): void {
    const take = (ends: TabEnds) => {
      this.#ends = ends;
      if (this.#turn) this.#receive();
      else this.#post({});
    };
    if (this.#isLoading) return;
    this.#isLoading = true;
    // What is heard until then is asked for again.
    void tabs
      .load()
      .then(take)
      .catch(() => (this.#isLoading = false));
  }

  #hear(tabs: TabsEnvironment, message: TabMessage): void {
    if (message.replaced) return this.#parts.succeed(message.replaced);
    if (!this.#ends) return this.#load(tabs);
    const { lead, line, ready, end } = message;
    if (this.#turn) return lead === undefined ? this.#host?.hear(message) : undefined;
    if (lead === undefined) return;
    this.#unheard = 0;
    this.#known.resolve();
    if (lead !== this.#leader) {
      this.#leader = lead;
      // Its line went to another tab.
      if (!this.#isAlone) return this.#parts.redial();
    }
    if (ready !== undefined) this.#follow(ready);
    else if (end === 'alone' && line === this.#line?.id) this.#goAlone(aloneFor);
    else this.#line?.hear(message);
  }

  #follow(isReady: boolean): void {
    const line = this.#line;
    line?.say(keepAliveFrame);
    if (!isReady) return;
    this.#unready = 0;
    if (this.#isAlone) {
      if (this.#patience > 0) return;
      this.#isAlone = false;
      // Back from wherever it was: its line may be dead without its knowing.
      this.prod();
      this.#parts.redial();
    } else if (line?.readyState === 0) line.dial();
    else if (line?.readyState !== 1) this.#parts.redial();
  }

  #goAlone(patience: number): void {
    this.#patience = patience;
    this.#known.resolve();
    if (this.#isAlone) return;
    this.#isAlone = true;
    this.#parts.redial();
  }
}
