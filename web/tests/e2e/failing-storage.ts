import type { Page } from '@playwright/test';

interface Fault {
  /** Counted from now, from 1. */
  nth: number;
  /** Of the `DOMException`. */
  name: string;
  /** Where it is called; else its transaction is aborted with it. */
  isThrown: boolean;
}

interface Shim {
  count: number;
  fault: (Fault & { at: number; hasFailed: boolean }) | null;
}

declare global {
  var komodStorage: Shim;
}

/** Counts what a page does with one database of its disk, so that any of it can be made to fail. */
export async function shimStorage(page: Page, database: string): Promise<void> {
  await page.addInitScript((name) => {
    const shim: Shim = { count: 0, fault: null };
    globalThis.komodStorage = shim;
    const isFailing = (): boolean => {
      shim.count += 1;
      const { fault } = shim;
      if (!fault || fault.hasFailed || shim.count < fault.at) return false;
      fault.hasFailed = true;
      return true;
    };
    const error = () => new DOMException('made to fail', shim.fault!.name);
    const abort = (transaction: IDBTransaction): void => {
      Object.defineProperty(transaction, 'error', { value: error() });
      queueMicrotask(() => {
        try {
          transaction.abort();
        } catch {
          // It has ended already.
        }
      });
    };
    const wrap = <T extends object>(
      prototype: T,
      methods: (keyof T)[],
      databaseOf: (self: T) => IDBDatabase,
      transactionOf: (self: T, made: unknown) => IDBTransaction,
    ): void => {
      for (const method of methods) {
        const own = prototype[method] as (...args: unknown[]) => unknown;
        prototype[method] = function (this: T, ...args: unknown[]) {
          const fails = databaseOf(this).name === name && isFailing();
          if (fails && shim.fault!.isThrown) throw error();
          const made = own.apply(this, args);
          if (fails) abort(transactionOf(this, made));
          return made;
        } as T[keyof T];
      }
    };
    wrap(
      IDBDatabase.prototype,
      ['transaction'],
      (self) => self,
      (_self, made) => made as IDBTransaction,
    );
    wrap(
      IDBObjectStore.prototype,
      ['add', 'put', 'get', 'getAll', 'getAllKeys', 'delete', 'clear', 'count'],
      (self) => self.transaction.db,
      (self) => self.transaction,
    );
  }, database);
}

export const operationsSoFar = (page: Page): Promise<number> =>
  page.evaluate(() => globalThis.komodStorage.count);

/** Returns how to ask whether it has failed. */
export async function failOperation(page: Page, fault: Fault): Promise<() => Promise<boolean>> {
  await page.evaluate((next) => {
    const { count } = globalThis.komodStorage;
    globalThis.komodStorage.fault = { ...next, at: count + next.nth, hasFailed: false };
  }, fault);
  return () => page.evaluate(() => globalThis.komodStorage.fault!.hasFailed);
}
