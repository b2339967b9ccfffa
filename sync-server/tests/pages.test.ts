import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeApp, type Komod, type WebApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';

let folder: string;
let komod: Komod;
const asked: { url: string; address: string }[] = [];

const files: Record<string, string> = {
  '_app/immutable/app.abc.js': 'plain',
  '_app/immutable/app.abc.js.br': 'brotli',
  '_app/immutable/app.abc.js.gz': 'gzip',
  'service-worker.js': 'worker',
  'icon.svg': '<svg/>',
  'app-shell.html': '<!doctype html>',
};

const longPage = '<p>A piece that hangs here.</p>'.repeat(200);

/** A page that shows what the API answered it in process. */
const respond: WebApp['respond'] = async (request, { getClientAddress, platform }) => {
  asked.push({ url: request.url, address: getClientAddress() });
  const { pathname, origin } = new URL(request.url);
  if (pathname === '/long')
    return new Response(longPage, { headers: { 'content-type': 'text/html', vary: 'cookie' } });
  if (pathname === '/short') return new Response('<p>', { headers: { 'content-type': 'text/html' } });
  if (pathname === '/picture') return new Response(longPage, { headers: { 'content-type': 'image/webp' } });
  if (pathname === '/echo') return new Response(await request.text());
  if (pathname !== '/') return new Response('a page');
  const answers: number[] = [];
  for (let index = 0; index < 3; index++)
    answers.push((await platform.api(new Request(`${origin}/api/handles/sara`))).status);
  const catalog = await platform.api(new Request(`${origin}/api/catalog`));
  return Response.json({ answers, catalog: await catalog.json() });
};

async function start(env: Record<string, string> = {}): Promise<Komod> {
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    DATA_DIR: join(folder, 'data'),
    KOMOD_LIMITS: '{"handles":{"max":2}}',
    ...env,
  });
  return composeApp(config, { web: { clientDirectory: join(folder, 'client'), respond } });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'komod-pages-'));
  await mkdir(join(folder, 'client/_app/immutable'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await Bun.write(join(folder, 'client', name), text);
  await Bun.write(join(folder, 'beside.txt'), 'not for readers');
  komod = await start();
});
afterAll(async () => {
  await komod.close();
  await rm(folder, { recursive: true });
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(komod.origin + path, { headers: { 'accept-encoding': 'identity', ...headers }, decompress: false });

test.each([
  ['identity', 'plain', null],
  ['gzip', 'gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'brotli', 'br'],
  ['br;q=0, gzip', 'gzip', 'gzip'],
])('accept-encoding %j gets the %s file', async (accepted, text, encoding) => {
  const response = await ask('/_app/immutable/app.abc.js', { 'accept-encoding': accepted });
  expect(response.headers.get('content-encoding')).toBe(encoding);
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(response.headers.get('vary')).toBe('accept-encoding');
  expect(response.headers.get('content-type')).toContain('javascript');
  expect(await response.text()).toBe(text);
});

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['identity', null, (bytes: Uint8Array) => bytes],
  ['br;q=0', null, (bytes: Uint8Array) => bytes],
])('accept-encoding %j gets a page made for it in %s', async (accepted, encoding, decode) => {
  const response = await ask('/long', { 'accept-encoding': accepted });
  expect(response.headers.get('content-encoding')).toBe(encoding);
  expect(response.headers.get('vary')).toBe('cookie, accept-encoding');
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(new TextDecoder().decode(decode(bytes))).toBe(longPage);
  expect(bytes.length < longPage.length / 4).toBe(encoding !== null);
});

test('what is tiny or no text goes out as it is', async () => {
  for (const path of ['/short', '/picture'])
    expect((await ask(path, { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBeNull();
});

test('the service worker is asked for each time, and answered 304 while it is the same', async () => {
  const first = await ask('/service-worker.js');
  expect(first.headers.get('cache-control')).toBe('no-cache');
  const again = await ask('/service-worker.js', { 'if-none-match': first.headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
});

test.each(['/../beside.txt', '/%2e%2e/beside.txt', '/..%2fbeside.txt', '/_app/immutable/app.abc.js.br'])(
  '%s is no file',
  async (path) => {
    expect(await (await ask(path)).text()).not.toMatch(/not for readers|brotli/);
  },
);

test('a page that is a file may not be framed', async () => {
  expect((await ask('/app-shell.html')).headers.get('x-frame-options')).toBe('DENY');
});

test('a page asks the API in process, counted as the visitor it is for', async () => {
  const response = await ask('/');
  expect(await response.json()).toEqual({
    answers: [200, 200, 429],
    catalog: { head: 0, entries: [], nextCursor: null },
  });
  expect(asked.at(-1)?.address).toBe('127.0.0.1');
});

test('an unknown address of the API is an error, not a page', async () => {
  for (const path of ['/api/nothing', '/media/nothing', '/sync/nothing']) {
    const response = await ask(path);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('content-type')).not.toContain('html');
  }
});

test('a body reaches the page untouched', async () => {
  const response = await fetch(`${komod.origin}/echo`, { method: 'POST', body: '{"a": 1 }' });
  expect(await response.text()).toBe('{"a": 1 }');
});

test('behind a proxy that ends TLS, pages know their public address', async () => {
  await komod.close();
  komod = await start({ PUBLIC_ORIGIN: 'https://komod.example' });
  await ask('/closet/roya?x=1');
  expect(asked.at(-1)?.url).toBe('https://komod.example/closet/roya?x=1');
});
