import type { Adapter } from '@sveltejs/kit';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preloadsOf, withWholePreloads } from './whole-preloads.ts';

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
      builder.writeServer(serverDirectory);
      builder.generateServerInstance(join(serverDirectory, 'instance.js'), { serverDirectory });
      // The pages that open every address offline: Sell's asks for all of its parts at once.
      await builder.generateFallback(join(client, 'app-shell.html'));
      builder.writePrerendered(client);
      const manifest = readFileSync(join(builder.getClientDirectory(), '.vite/manifest.json'), 'utf8');
      const sell = readFileSync(join(client, 'sell.html'), 'utf8');
      const shell = withWholePreloads(sell, JSON.parse(manifest));
      writeFileSync(join(client, 'sell-shell.html'), shell);
      for (const file of preloadsOf(shell)) compileAtOnce(join(client, file));
      rmSync(join(client, 'sell.html'));
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

/** Smaller ones would grow more than they gain. */
const compiledFromBytes = 1000;

/**
 * Chromium compiles a function when it is first called, on the thread that draws. Of a module that says this it compiles
 * all while it loads, on another thread: Sell, which opens without a network, has nothing else to wait for.
 */
function compileAtOnce(path: string): void {
  const code = readFileSync(path, 'utf8');
  if (code.length >= compiledFromBytes) writeFileSync(path, `//# allFunctionsCalledOnLoad\n${code}`);
}
