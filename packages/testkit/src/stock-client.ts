import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { cookieSocketClass } from './cookie-socket.ts';
import { waitUntil } from './wait-until.ts';

export interface StockClientOptions {
  origin: string;
  cookie: string;
  /** `closet/{userId}`. */
  document: string;
  doc?: Y.Doc;
  /** Sent as the `Origin` header; none by default, as from a client that is no browser. */
  fromOrigin?: string;
  connect?: boolean;
}

/** Whatever anybody may connect with: y-websocket and yjs, no code of ours but the cookie. */
export interface StockClient {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Every close code met so far. */
  readonly closes: number[];
  whenSynced(): Promise<void>;
  close(): void;
}

export function connectStockClient(options: StockClientOptions): StockClient {
  const { origin, cookie, document, doc = new Y.Doc(), fromOrigin } = options;
  const headers = { ...(cookie && { cookie }), ...(fromOrigin && { origin: fromOrigin }) };
  const provider = new WebsocketProvider(`${origin.replace(/^http/, 'ws')}/sync`, document, doc, {
    WebSocketPolyfill: cookieSocketClass(headers),
    disableBc: true,
    connect: options.connect ?? true,
  });
  const closes: number[] = [];
  provider.on('connection-close', (event) => {
    if (event) closes.push(event.code);
  });
  return {
    doc,
    provider,
    closes,
    whenSynced: async () => {
      await waitUntil(
        `${document} to be in step with the server (closes so far: ${closes.join()})`,
        () => provider.synced,
      );
    },
    close: () => provider.destroy(),
  };
}
