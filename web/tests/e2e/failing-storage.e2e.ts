import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { makePiece, writeDraft } from '@komod/testkit/listing-factory';
import type { Page } from '@playwright/test';
import type * as Y from 'yjs';
import { readDeviceCloset } from './device-closet.ts';
import { failOperation, operationsSoFar, shimStorage } from './failing-storage.ts';
import { expect, test } from './fixtures.ts';
import { openPhone } from './signed-in-phone.ts';

/** What an operation throws where it is called. */
const thrown = [
  'InvalidStateError',
  'NotFoundError',
  'TransactionInactiveError',
  'ReadOnlyError',
  'DataError',
  'DataCloneError',
];
/** What a transaction is aborted with later. */
const told = [
  'QuotaExceededError',
  'UnknownError',
  'AbortError',
  'ConstraintError',
  'TimeoutError',
  'VersionError',
];

/** Of one edit: its transaction, the update, its mark and the look whose document is there; then those of its ack. */
const operations = 8;

test.describe.configure({ timeout: 240_000 });

const title = (page: Page) => page.getByLabel('Title', { exact: true });

for (const { how, names } of [
  { how: 'throws', names: thrown },
  { how: 'is aborted with', names: told },
] as const)
  test(`when any operation on the disk ${how} any error, what is typed reaches the server, and the disk afterwards`, async ({
    browser,
    server,
  }) => {
    const account = await signUp(server.origin, { handle: `failing_${how.length}` });
    const { cookie, userId } = account;
    const elsewhere = connectDurableClient({ origin: server.origin, cookie, document: `closet/${userId}` });
    await elsewhere.whenOpen();
    writeDraft(elsewhere.doc, 'failing-piece', makePiece(1, { title: 'Before', photos: [] }), 1);
    await elsewhere.whenAcked();
    const onServer = () =>
      elsewhere.doc.getMap<Y.Map<unknown>>('listings').get('failing-piece')?.get('title');

    const onDisk = async () =>
      (await readDeviceCloset(page, userId)).drafts.find(({ id }) => id === 'failing-piece')?.title;

    const page = await openPhone(browser, server, 'en-US', account);
    await shimStorage(page, `komod/${userId}/closet`);
    await page.goto('/sell/failing-piece');
    await expect(title(page)).toHaveValue('Before');
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

    await title(page).fill('Typed while nothing fails');
    await expect.poll(onServer).toBe('Typed while nothing fails');
    await expect.poll(onDisk).toBe('Typed while nothing fails');
    expect(await operationsSoFar(page)).toBeGreaterThan(operations);

    for (const [index, name] of names.entries())
      // Every operation meets some error, and every error some operation.
      for (let nth = 1 + (index % 2); nth <= operations; nth += 2) {
        const text = `${name} at ${nth}`;
        const failed = await failOperation(page, { nth, name, isThrown: how === 'throws' });
        await title(page).fill(text);
        await expect.poll(failed, text).toBe(true);
        await expect.poll(onServer, text).toBe(text);
        // Not in seconds, as it does by itself.
        await page.evaluate(() => dispatchEvent(new Event('online')));
        await expect.poll(onDisk, text).toBe(text);
      }

    await title(page).fill('Typed at last');
    await expect.poll(onServer).toBe('Typed at last');
    await expect(page.getByRole('main')).not.toContainText('Not saved!', { timeout: 30_000 });
    await page.context().setOffline(true);
    await page.reload();
    await expect(title(page)).toHaveValue('Typed at last');
    elsewhere.close();
    await page.context().close();
  });
