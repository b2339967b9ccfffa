import { createHmac, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { asksForProjection } from '@komod/documents/transaction-changes';
import { documentWriter, kindOf } from '@komod/domain/document-name';
import { defaultPolicy } from '@komod/domain/policy';
import type { HubClock } from '@komod/sync/server/hub-ports';
import { TurnPace } from '@komod/sync/server/turn-pace';
import { createHub } from '@komod/sync/server/hub';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { ClientAddresses } from './http/client-address.ts';
import { OwnOrigins } from './http/own-origins.ts';
import { RateLimiter } from './http/rate-limiter.ts';
import { forgetOldChanges } from './jobs/forgetful-catalog.ts';
import { LeaseKeeper } from './jobs/lease-keeper.ts';
import { ListingHistory } from './jobs/listing-history.ts';
import { Projector } from './jobs/projector.ts';
import { ShelfWriter } from './jobs/shelf-writer.ts';
import { CatalogLive } from './modules/catalog/catalog-live.ts';
import { CatalogService } from './modules/catalog/catalog-service.ts';
import { createAuth } from './modules/identity/auth.ts';
import { openResetMail } from './modules/identity/reset-mail.ts';
import { IdentityService } from './modules/identity/identity-service.ts';
import { SessionWatch } from './modules/identity/session-watch.ts';
import { createMediaService } from './modules/media/media-service.ts';
import { ServerFigures } from './modules/metrics/server-figures.ts';
import { SocketDesk } from './modules/sync/socket-desk.ts';
import { shapes } from './modules/sync/document-shapes.ts';
import { readOrCreateSecret } from './secret-file.ts';
import { holdPlace, openIdentity, openStore } from './store/open-databases.ts';

export interface HostPorts {
  /** The disk did not keep a commit. Whoever can end the process does, before anything else happens. */
  onDiskFailure?(error: unknown): void;
}

const clock: HubClock = {
  // Only ever compared with itself, and nobody sets it.
  now: () => performance.now(),
  setTimeout,
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** Everything behind the routes, opened and running. `close` ends it in the order that loses nothing. */
export async function openServerParts(config: Config, dataDir: string, logger: Logger, host: HostPorts = {}) {
  const { limits } = config;
  const policy = defaultPolicy;
  const endings: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    const secret = await readOrCreateSecret(dataDir);
    const onError = (err: Error) => logger.error({ err }, 'a connection to the database broke');
    const figures = new ServerFigures();
    const { synced: onSynced } = figures;
    const place = { databaseUrl: config.databaseUrl, dataDir, onError, onSynced, ...host };
    const held = await holdPlace(place);
    endings.push(() => held.release());
    const store = await openStore(place, { parkedAttempts: limits.projector.attempts });
    endings.push(() => store.close());
    const database = await openIdentity(place);
    endings.push(() => database.close());

    const origins = new OwnOrigins(config);
    const limiter = new RateLimiter();
    const hub = createHub({
      log: store.log,
      clock,
      schedule: new TurnPace({ clock, soon: setImmediate, turnMs: limits.wire.turnMs }).schedule,
      random: Math.random,
      limits: limits.wire,
      access: (document) => documentWriter[kindOf(document)],
      observer: figures.hubObserver,
      seal: (words) =>
        createHmac('sha256', secret).update(`history ${words}`).digest('base64url').slice(0, 22),
      onTimelineRenewed: () => live.changed(),
      isDue: (document, transaction) => asksForProjection[kindOf(document)](transaction),
      onApplied: (document, transaction) => history.hear(document, transaction),
      shape: (document) => shapes[kindOf(document)],
      logger,
    });
    const onSessionEnded = (sessionId: string): void => {
      identity.forgetSession(sessionId);
      desk.endSession(sessionId);
    };
    const guard = { secret, origins, limiter, onSessionEnded };
    const resetMail = openResetMail({ config, limiter, logger });
    endings.push(() => resetMail?.close());
    const auth = await createAuth({
      database,
      config,
      policy,
      logger,
      ...guard,
      ...(resetMail && { sendResetToken: resetMail.send }),
    });
    const identity = new IdentityService(auth, store, database);
    await identity.ensureAllPeople();

    const lease = new LeaseKeeper({
      store,
      lease: 'projector',
      holder: `${hostname()} ${process.pid} ${randomUUID()}`,
      ttlMs: limits.lease.ttlMs,
      alone: true,
      clock,
      logger,
      onHeld() {
        projector.wake();
        shelves.resume();
      },
    });
    endings.push(() => lease.stop());
    const shelves = new ShelfWriter({ store, hub, lease, logger });
    const sessions = new SessionWatch({
      readExpiry: (sessionId) => database.sessionExpiry(sessionId),
      onEnded: onSessionEnded,
      onError: (err) => logger.error({ err }, 'the age of sessions could not be read'),
      now: Date.now,
      everyMs: limits.auth.sessionCheckMs,
    });
    endings.push(() => sessions.close());
    const desk = new SocketDesk({ hub, identity, sessions, origins, shelves, limits: limits.wire, logger });
    const catalog = new CatalogService(store, policy);
    const live = new CatalogLive({
      readHead: () => store.catalogHead(),
      timeline: () => store.timeline(),
      limits: limits.catalog,
    });
    const media = createMediaService({
      dataFolder: dataDir,
      photos: store,
      policy,
      limits: limits.uploads,
      now: Date.now,
      onJudged: figures.photoJudged,
      onFailure: (uploadId, err) => logger.error({ err, uploadId }, 'a photo could not be taken in'),
    });
    await media.recover();
    const history = new ListingHistory({ store, hub, logger, now: Date.now, limits: limits.history });
    endings.push(() => history.close());
    const projector = new Projector({
      store,
      hub,
      lease,
      policy,
      logger,
      limits: limits.projector,
      onCatalogChanged: () => live.changed(),
      onMarksChanged: (owner) => shelves.marksChanged(owner),
    });
    await lease.start();
    projector.start();
    endings.push(
      forgetOldChanges({ store, logger, now: Date.now, limits: limits.catalog }),
      () => shelves.settled(),
      () => projector.stop(),
      () => media.drain(),
      () => live.close(),
      () => hub.drain(),
      () => desk.close(),
    );
    const addresses = new ClientAddresses(config);
    const http = { origins, limiter, addresses };
    const people = { auth, identity, sessions };
    return { store, hub, figures, lease, ...http, ...people, desk, catalog, live, media, close };
  } catch (error) {
    await close();
    throw error;
  }
}
export type ServerParts = Awaited<ReturnType<typeof openServerParts>>;
