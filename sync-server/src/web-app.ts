import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WebApp } from './app.ts';

interface KitServer {
  init(options: {
    env: Record<string, string | undefined>;
    read: (file: string) => ReadableStream;
  }): Promise<void>;
  respond: WebApp['respond'];
}

/** Loads what the build of the web app left in its folder. */
export async function loadWebApp(folder: string, env: Record<string, string | undefined>): Promise<WebApp> {
  const instance = pathToFileURL(join(folder, 'server/instance.js')).href;
  const { server } = (await import(instance)) as { server: KitServer };
  const clientDirectory = join(folder, 'client');
  await server.init({ env, read: (file) => Bun.file(join(clientDirectory, file)).stream() });
  return { clientDirectory, respond: (request, options) => server.respond(request, options) };
}
