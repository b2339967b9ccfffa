import { openapi } from '@elysiajs/openapi';
import type { Hub } from '@komod/sync/server/hub';
import { Elysia } from 'elysia';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Config, ConfigError } from './config.ts';
import { compressed } from './http/compressed-response.ts';
import { errorResponse } from './http/error-response.ts';
import { HttpFailure } from './http/http-failure.ts';
import { StaticFiles } from './http/static-files.ts';
import { createLogger } from './logger.ts';
import { requireSafeLib0 } from './lib0-version.ts';
import { catalogRoutes } from './modules/catalog/index.ts';
import { historyRoutes } from './modules/history/index.ts';
import { identityRoutes } from './modules/identity/index.ts';
import { mediaRoutes } from './modules/media/index.ts';
import { metricsRoutes } from './modules/metrics/index.ts';
import { syncRoutes, syncSockets } from './modules/sync/index.ts';
import { type HostPorts, openServerParts, type ServerParts } from './server-parts.ts';
import { holdDataFolder, unwritable } from './store/data-folder.ts';
import type { Store } from './store/store.ts';
import { routeDetail } from './http/route-detail.ts';

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

const isReading = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);
/** Addresses of our own routes: below them an unknown one is an error, not a page. */
const isOwnRoute = (pathname: string): boolean => /^\/(?:api|media|sync)\//.test(pathname);

function apiRoutes(parts: ServerParts, config: Config, logger: Logger) {
  const { addresses, auth, catalog, hub, identity, limiter, live, media, origins, sessions, store } = parts;
  const { limits } = config;
  return new Elysia({
    serve: {
      hostname: config.host,
      port: config.port,
      // Elysia's own choice would let a second server share the port in silence.
      reusePort: false,
      maxRequestBodySize: limits.http.bodyMaxBytes,
      idleTimeout: limits.http.idleTimeoutSeconds,
      development: false,
    },
  })
    .onError(({ code, error }) => errorResponse({ code, error, logger }))
    .onRequest(({ request }) => {
      const { pathname } = new URL(request.url);
      const isGuarded = pathname.startsWith('/api/') && !pathname.startsWith('/api/auth/');
      if (isGuarded && !isReading(request.method) && !origins.allows(request))
        return new HttpFailure('origin.foreign', 'A page of another site may not write here.').toResponse();
    })
    .use(
      openapi({
        path: '/api/openapi',
        specPath: '/api/openapi',
        provider: null,
        documentation: { info: { title: 'Komod', version: '1', description: 'A social resale marketplace' } },
        mapJsonSchema: { zod: z.toJSONSchema },
      }),
    )
    .get(
      '/health',
      async ({ set }) => {
        set.headers['cache-control'] = 'no-store';
        const parked = (await store.parkedDocuments(limits.projector.attempts)).length;
        const { connections, documents, queued } = hub.stats();
        const status = parked === 0 ? ('ok' as const) : ('degraded' as const);
        return {
          status,
          timeline: store.timeline(),
          connections,
          documents,
          queued,
          parked,
          readers: live.size,
        };
      },
      { detail: routeDetail('anyone', 'Whether it serves, and what waits') },
    )
    .use(
      metricsRoutes({
        figures: parts.figures,
        config,
        sources: {
          hub,
          store,
          lease: parts.lease,
          parkedAttempts: limits.projector.attempts,
          readers: () => live.size,
          now: Date.now,
        },
      }),
    )
    .use(identityRoutes({ auth, identity, store, config, addresses, limiter, sessions }))
    .use(catalogRoutes({ catalog, live, limits: limits.catalog, addresses }))
    .use(
      mediaRoutes({
        media,
        sessionOf: (request) => identity.sessionOf(request),
        isOwnOrigin: (request) => origins.allows(request),
      }),
    )
    .use(historyRoutes({ store, sessionOf: (request) => identity.sessionOf(request) }))
    .use(syncRoutes());
}

/** Routes of the API as the app's typed client knows them. */
export type Api = ReturnType<typeof apiRoutes>;

/** Pages and files: the last route, for everything that is not the API's. */
function webRoute(web: WebApp, files: StaticFiles, parts: ServerParts, config: Config, api: Api) {
  const isBehindTls = config.publicOrigin.startsWith('https:');
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (isOwnRoute(url.pathname)) throw new HttpFailure('not-found', 'There is nothing at this address.');
    const file = files.respond(request);
    if (file) return file;
    const address = parts.addresses.of(request, api.server);
    // Behind a proxy that ends TLS the pages would take themselves for http.
    const asked = isBehindTls
      ? new Request(config.publicOrigin + url.pathname + url.search, request)
      : request;
    const page = await web.respond(asked, {
      getClientAddress: () => address,
      platform: {
        api: (inner) => {
          parts.addresses.remember(inner, address);
          return api.handle(inner);
        },
      },
    });
    return compressed(request, page);
  };
}

function listen(app: Api, { desk }: ServerParts, config: Config): string {
  const { wire } = config.limits;
  try {
    app.listen({
      websocket: {
        ...syncSockets(desk),
        maxPayloadLength: wire.payloadMaxBytes,
        idleTimeout: wire.idleTimeoutSeconds,
        backpressureLimit: wire.backpressureBytes,
        closeOnBackpressureLimit: true,
      },
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new ConfigError(`Port ${config.port} is taken: stop the program that uses it, or set PORT.`);
    throw error;
  }
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${app.server?.port}`;
}

/** Ends what listens: waits for answers under way, but not for readers that never hang up. */
async function stopListening(app: Api, drainMs: number): Promise<void> {
  const { server } = app;
  if (!server) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, drainMs)));
  await Promise.race([server.stop(false), tooLong]);
  clearTimeout(timer);
  await server.stop(true);
}

/** Opens the store, starts the projector and listens on `config.port` (0: any free one). */
export async function composeApp(
  config: Config,
  options: { web?: WebApp | null; logger?: Logger } & HostPorts = {},
): Promise<Komod> {
  requireSafeLib0();
  const logger = options.logger ?? createLogger(config.logLevel);
  const folder = holdDataFolder(config.dataDir);
  let parts: ServerParts | null = null;
  try {
    const opened = (parts = await openServerParts(config, folder.path, logger, options));
    const app = apiRoutes(opened, config, logger);
    if (options.web) {
      const files = await StaticFiles.read(options.web.clientDirectory);
      const respond = webRoute(options.web, files, opened, config, app);
      app.all('/*', ({ request }) => respond(request), { parse: 'none', detail: { hide: true } });
    }
    const origin = listen(app, opened, config);
    opened.origins.addLoopback(app.server?.port ?? config.port);
    let closing: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      opened.desk.close();
      opened.live.close();
      // First, because the server does not stop while a socket is open.
      await opened.hub.drain();
      await stopListening(app, config.limits.http.drainMs);
      await opened.close();
      folder.release();
    };
    return { origin, store: opened.store, hub: opened.hub, close: () => (closing ??= close()) };
  } catch (error) {
    await parts?.close();
    folder.release();
    throw unwritable(folder.path, error) ?? error;
  }
}
