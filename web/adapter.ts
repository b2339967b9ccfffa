import type { Adapter } from '@sveltejs/kit';
import { rmSync } from 'node:fs';

/**
 * Writes what the sync server serves: client files with `.br` and `.gz` beside them in `build/client`, and the
 * server to answer pages with in `build/server/instance.js`. While developing, pages ask the API over HTTP.
 */
export function komodAdapter({ api }: { api: string }): Adapter {
  return {
    name: 'komod',
    async adapt(builder) {
      rmSync('build', { recursive: true, force: true });
      builder.writeClient('build/client');
      builder.writePrerendered('build/client');
      builder.writeServer('build/server');
      builder.generateServerInstance('build/server/instance.js', { serverDirectory: 'build/server' });
      // The page that opens every address offline.
      await builder.generateFallback('build/client/app-shell.html');
      await builder.compress('build/client');
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
