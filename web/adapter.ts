import type { Adapter } from '@sveltejs/kit';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

const build = join(import.meta.dirname, 'build');
const client = join(build, 'client');
const serverDirectory = join(build, 'server');

/**
 * Writes what the sync server serves: client files with `.br` and `.gz` beside them in `build/client`, and the
 * server to answer pages with in `build/server/instance.js`. While developing, pages ask the API over HTTP.
 */
export function komodAdapter({ api }: { api: string }): Adapter {
  return {
    name: 'komod',
    async adapt(builder) {
      rmSync(build, { recursive: true, force: true });
      builder.writeClient(client);
      builder.writePrerendered(client);
      builder.writeServer(serverDirectory);
      builder.generateServerInstance(join(serverDirectory, 'instance.js'), { serverDirectory });
      // The page that opens every address offline.
      await builder.generateFallback(join(client, 'app-shell.html'));
      await builder.compress(client);
    },
    emulate: () => ({
      platform: () => ({
        api: (request) => {
          const { pathname, search } = new URL(request.url);
          return fetch(new Request(new URL(pathname + search, api), request));
        },
      }),
    }),
  };
}
