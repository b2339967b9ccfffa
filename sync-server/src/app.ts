import type { Config } from './config.ts';
import type { Hub } from '@komod/sync/server/hub';
import type { Store } from './store/store.ts';

/** The built web app: `web/build/server/instance.js` after `init`, and the folder of its client files. */
export interface WebApp {
  clientDirectory: string;
  respond(
    request: Request,
    options: {
      getClientAddress(): string;
      platform: { api(request: Request): Promise<Response> };
    },
  ): Promise<Response>;
}

export interface Komod {
  /** Where it listens, such as `http://127.0.0.1:49152`. */
  readonly origin: string;
  readonly store: Store;
  readonly hub: Hub;
  /** Closes sockets with 4503, flushes commits, closes the files. Safe to call twice. */
  close(): Promise<void>;
}

/** Opens the store, starts the projector and listens on `config.port` (0: any free one). */
export declare function composeApp(config: Config, options?: { web?: WebApp | null }): Promise<Komod>;
