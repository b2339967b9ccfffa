import { readFile } from 'node:fs/promises';
import { canonicalJson } from '@komod/documents/canonical-json';
import type { Account } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Makes the file on the Closet tab and takes what the browser saves. */
export async function exportCloset(page: Page): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export my closet' }).click();
  const sheet = page.getByRole('dialog', { name: 'Export my closet' });
  await sheet.getByRole('button', { name: 'Make the file' }).click();
  const save = sheet.getByRole('link', { name: /^Save it/ });
  await expect(save).toBeFocused({ timeout: 60_000 });
  const downloading = page.waitForEvent('download');
  await save.click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^komod-[a-z0-9_]+-\d{4}-\d\d-\d\d\.zip$/);
  const file = await readFile(await download.path());
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(sheet).toHaveCount(0);
  return file;
}

/** The sheet after a file was picked in it. */
export async function lookInto(page: Page, file: Buffer): Promise<Locator> {
  const sheet = page.getByRole('dialog', { name: 'Import a closet' });
  if ((await sheet.count()) === 0) await page.getByRole('button', { name: 'Import a closet' }).click();
  const choosing = page.waitForEvent('filechooser');
  await sheet.getByRole('button', { name: /^Choose/ }).click();
  await (await choosing).setFiles({ name: 'closet.zip', mimeType: 'application/zip', buffer: file });
  return sheet;
}

/** What the server holds of a document, in one text. */
export async function onServer(
  origin: string,
  { cookie, userId }: Pick<Account, 'cookie' | 'userId'>,
  kind: 'closet' | 'account',
): Promise<string> {
  const client = connectDurableClient({ origin, cookie, document: `${kind}/${userId}` });
  await client.whenOpen();
  const json = canonicalJson(client.doc);
  client.close();
  return json;
}
