import type { Account } from '@komod/testkit/account';
import type { ServerProcess } from '@komod/testkit/server-process';
import type { Browser, Page } from '@playwright/test';

/** A page 390×844 in the language asked for, of whoever signed up elsewhere. */
export async function openPhone(
  browser: Browser,
  server: ServerProcess,
  locale: string,
  account?: Pick<Account, 'cookie'>,
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.origin,
    locale,
    viewport: { width: 390, height: 844 },
  });
  const cookies = account?.cookie.split('; ').map((pair) => pair.split('=', 2)) ?? [];
  await context.addCookies(
    cookies.map(([name, value]) => ({ name: name!, value: value!, url: server.origin })),
  );
  return context.newPage();
}
