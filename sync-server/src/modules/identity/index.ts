import { foldHandle, isHandle, suggestHandles } from '@komod/domain/handle';
import { Elysia } from 'elysia';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { addressHeader, type ClientAddresses } from '../../http/client-address.ts';
import { HttpFailure } from '../../http/http-failure.ts';
import type { RateLimiter } from '../../http/rate-limiter.ts';
import type { Store } from '../../store/store.ts';
import { routeDetail } from '../../http/route-detail.ts';
import type { Auth } from './auth.ts';
import type { IdentityService } from './identity-service.ts';

export interface IdentityRouteParts {
  auth: Auth;
  identity: IdentityService;
  store: Store;
  config: Config;
  addresses: ClientAddresses;
  limiter: RateLimiter;
}

const meSchema = z.object({
  userId: z.string(),
  handle: z.string(),
  name: z.string(),
  timeline: z.string(),
});
const handleAnswerSchema = z.object({ free: z.boolean(), suggestions: z.array(z.string()) });

export function identityRoutes(parts: IdentityRouteParts) {
  const { auth, identity, store, config, addresses, limiter } = parts;
  const { windowSeconds, max } = config.limits.handles;
  return new Elysia({ name: 'identity' })
    .all(
      '/api/auth/*',
      async ({ request, server }) => {
        const address = addresses.of(request, server);
        const counted = new Request(request);
        counted.headers.set(addressHeader, address);
        const response = await auth.handle(counted);
        // A fault of this machine comes out of it with no word at all.
        if (response.status >= 500) throw new HttpFailure('internal', 'Something went wrong here.');
        return response;
      },
      { parse: 'none', detail: { hide: true } },
    )
    .get(
      '/api/me',
      async ({ request, set }) => {
        set.headers['cache-control'] = 'private, no-store';
        const session = await identity.sessionOf(request);
        if (!session) throw new HttpFailure('session.required', 'Sign in first.');
        const person = await store.findPerson(session.userId);
        const { userId, handle } = session;
        return { userId, handle, name: person?.name ?? handle, timeline: store.timeline() };
      },
      { response: meSchema, detail: routeDetail('member', 'Who is signed in') },
    )
    .get(
      '/api/handles/:handle',
      ({ request, server, params, set }) => {
        set.headers['cache-control'] = 'no-store';
        const key = `handles:${addresses.of(request, server)}`;
        const wait = limiter.take(key, { window: windowSeconds, max });
        if (wait !== null)
          throw new HttpFailure('too-fast', 'Too many questions.', {
            headers: { 'retry-after': String(wait) },
          });
        const handle = foldHandle(params.handle);
        const isTaken = (candidate: string) => identity.isHandleTaken(candidate);
        const free = isHandle(handle) && !isTaken(handle);
        return { free, suggestions: free ? [] : suggestHandles(handle, isTaken) };
      },
      {
        response: handleAnswerSchema,
        detail: routeDetail('anyone', 'Whether a handle is free, and free ones near it'),
      },
    );
}
