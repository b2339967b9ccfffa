import type { Logger } from 'pino';
import type { CatalogStore } from '../store/catalog-store.ts';

interface Parts {
  store: Pick<CatalogStore, 'forgetCatalogChanges'>;
  logger: Logger;
  /** Server ms UTC. */
  now(): number;
  limits: { changesKeptMs: number; forgetEveryMs: number };
}

/** Keeps the log of catalog changes as long as its readers are promised, now and from time to time. Returns its end. */
export function forgetOldChanges({ store, logger, now, limits }: Parts): () => Promise<void> {
  const forget = (): Promise<void> =>
    store
      .forgetCatalogChanges(now() - limits.changesKeptMs)
      .catch((err: unknown) => logger.error({ err }, 'old catalog changes could not be forgotten'));
  let last = forget();
  const timer = setInterval(() => (last = last.then(forget)), limits.forgetEveryMs);
  return async () => {
    clearInterval(timer);
    await last;
  };
}
