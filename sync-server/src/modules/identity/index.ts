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
import type { IdentityService, Session } from './identity-service.ts';
import type { SessionWatch } from './session-watch.ts';

export interface IdentityRouteParts {
  auth: Auth;
  identity: IdentityService;
  store: Store;
  config: Config;
  addresses: ClientAddresses;
  limiter: RateLimiter;
  sessions: Pick<SessionWatch, 'isOpen'>;
}

const meSchema = z.object({
  userId: z.string(),
  handle: z.string(),
  name: z.string(),
  timeline: z.string(),
});
const sessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      userAgent: z.string(),
      createdAt: z.number(),
      seenAt: z.number(),
      /** The session that asks. */
      isThis: z.boolean(),
      /** A device holds a socket open with it now. */
      isOpen: z.boolean(),
    }),
  ),
});
const endedSchema = z.object({ ended: z.number() });
const helpSchema = z.object({ mail: z.boolean() });
const handleAnswerSchema = z.object({ free: z.boolean(), suggestions: z.array(z.string()) });

/** Without one nobody claims to be anybody: a guest's question is no error. */
const hasSessionCookie = (request: Request): boolean =>
  /(?:^|[;.\s])session_token=/.test(request.headers.get('cookie') ?? '');

export function identityRoutes(parts: IdentityRouteParts) {
  const { auth, identity, store, config, addresses, limiter, sessions } = parts;
  const { windowSeconds, max } = config.limits.handles;
  const member = async (request: Request): Promise<Session> => {
    const session = await identity.sessionOf(request);
    if (!session) throw new HttpFailure('session.required', 'Sign in first.');
    return session;
  };
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
      async ({ request, set, status }) => {
        set.headers['cache-control'] = 'private, no-store';
        if (!hasSessionCookie(request)) return status(204, null);
        const { userId, handle } = await member(request);
        const person = await store.findPerson(userId);
        return { userId, handle, name: person?.name ?? handle, timeline: store.timeline() };
      },
      {
        response: { 200: meSchema, 204: z.unknown() },
        detail: routeDetail('anyone', 'Who is signed in: 204 for a guest, 401 when the session has ended'),
      },
    )
    .get(
      '/api/sessions',
      async ({ request, set }) => {
        set.headers['cache-control'] = 'private, no-store';
        const { userId, sessionId } = await member(request);
        const listed = (await identity.listSessions(userId)).map((session) => ({
          ...session,
          isThis: session.id === sessionId,
          isOpen: sessions.isOpen(session.id),
        }));
        return { sessions: listed };
      },
      { response: sessionsSchema, detail: routeDetail('member', 'Where they are signed in') },
    )
    .delete(
      '/api/sessions',
      async ({ request }) => {
        const { userId, sessionId } = await member(request);
        return { ended: await identity.endOtherSessions(userId, sessionId) };
      },
      { response: endedSchema, detail: routeDetail('member', 'Signs out everywhere but here') },
    )
    .delete(
      '/api/sessions/:id',
      async ({ request, params }) => {
        const { userId } = await member(request);
        if (!(await identity.endSession(userId, params.id)))
          throw new HttpFailure('session.not-found', 'There is no such session.');
        return { ended: 1 };
      },
      { response: endedSchema, detail: routeDetail('owner', 'Signs one session out') },
    )
    .get('/api/password-help', () => ({ mail: config.mail !== null }), {
      response: helpSchema,
      detail: routeDetail('anyone', 'Whether a forgotten password is helped by mail here, or by the host'),
    })
    .get(
      '/api/handles/:handle',
      async ({ request, server, params, set }) => {
        set.headers['cache-control'] = 'no-store';
        const key = `handles:${addresses.of(request, server)}`;
        const wait = limiter.take(key, { window: windowSeconds, max });
        if (wait !== null)
          throw new HttpFailure('too-fast', 'Too many questions.', {
            headers: { 'retry-after': String(wait) },
          });
        const handle = foldHandle(params.handle);
        const isTaken = (candidate: string) => identity.isHandleTaken(candidate);
        const free = isHandle(handle) && !(await isTaken(handle));
        return { free, suggestions: free ? [] : await suggestHandles(handle, isTaken) };
      },
      {
        response: handleAnswerSchema,
        detail: routeDetail('anyone', 'Whether a handle is free, and free ones near it'),
      },
    );
}
