import { Elysia } from 'elysia';
import type { Config } from '../../config.ts';
import { HttpFailure } from '../../http/http-failure.ts';
import { routeDetail } from '../../http/route-detail.ts';
import { mayReadMetrics } from './metrics-access.ts';
import type { FigureSources, ServerFigures } from './server-figures.ts';

export interface MetricsRouteParts {
  figures: ServerFigures;
  sources: FigureSources;
  config: Pick<Config, 'metricsToken' | 'proxyHeader'>;
}

export function metricsRoutes({ figures, sources, config }: MetricsRouteParts) {
  return new Elysia({ name: 'metrics' }).get(
    '/metrics',
    async ({ request, server }) => {
      const address = server?.requestIP(request)?.address ?? '';
      if (!mayReadMetrics(request, address, config))
        throw new HttpFailure('not-found', 'There is nothing at this address.');
      const headers = {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'cache-control': 'no-store',
      };
      return new Response(await figures.text(sources), { headers });
    },
    { detail: routeDetail('host', 'What the server counts about itself, for Prometheus') },
  );
}
