import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findCycles, findings } from '../src/architecture/rules.ts';
import { parseSource, readSources, type SourceFile } from '../src/architecture/source-file.ts';

const sources = readSources(join(import.meta.dirname, '../../..'));

test('every import of the project keeps the directions of the house', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(findings(sources)).toEqual([]);
});

const sample = (path: string, code: string): SourceFile => parseSource(path, code, () => false);
const wrongs = (path: string, code: string): string[] => findings([sample(path, code)]);

test.each([
  ['packages/domain/src/a.ts', `import { Doc } from 'yjs';`],
  ['packages/domain/src/a.ts', `import { x } from '@komod/documents/closet';`],
  ['packages/domain/src/a.ts', `export const later = () => setTimeout(() => 1, 5);`],
  ['packages/domain/src/a.ts', `export const at = Date.now();`],
  ['packages/domain/src/a.ts', `export const at = new Date();`],
  ['packages/domain/src/a.ts', `export const luck = Math.random();`],
  ['packages/domain/src/a.ts', `export const id = crypto.randomUUID();`],
  ['packages/documents/src/a.ts', `export const load = () => globalThis.fetch('/x');`],
  ['packages/sync/src/server/a.ts', `import type { Piece } from '@komod/domain/piece';`],
  ['packages/sync/src/server/a.ts', `import { openReplica } from '../client/replica.ts';`],
  ['packages/sync/src/wire/a.ts', `import { createHub } from '../server/hub.ts';`],
  ['packages/documents/src/a.ts', `import { app } from '@komod/sync-server/app';`],
  ['packages/documents/src/a.ts', `import { a } from '../../domain/src/a.ts';`],
  ['web/src/lib/app/a.ts', `import { app } from '@komod/sync-server/app';`],
  ['web/src/lib/app/a.ts', `import { createHub } from '@komod/sync/server/hub';`],
  ['web/src/lib/app/a.ts', `import { Doc } from 'yjs';`],
  ['web/src/lib/app/a.ts', `import { makeJpeg } from '@komod/testkit/photo-factory';`],
  [
    'web/src/lib/ui/Card.svelte',
    `<script lang="ts">import type { Piece } from '@komod/domain/piece';</script>`,
  ],
  ['web/src/lib/ui/Card.svelte', `<script>import Feed from '#lib/features/feed/Feed.svelte';</script>`],
  ['web/src/lib/features/feed/a.ts', `const x = await import('#lib/features/piece/b.ts');`],
  ['web/src/lib/platform/a.ts', `import { useApp } from '#lib/app/app-context.ts';`],
  ['sync-server/src/jobs/a.ts', `import { Elysia } from 'elysia';`],
  ['sync-server/src/modules/media/media-service.ts', `import { t } from 'elysia';`],
  ['sync-server/src/modules/media/index.ts', `import { Database } from 'bun:sqlite';`],
  ['sync-server/src/modules/media/index.ts', `import { sql } from 'kysely';`],
  ['web/src/lib/app/date-utils.ts', ''],
  ['web/src/lib/app/types.ts', ''],
  ['web/src/lib/app/closetBridge.ts', ''],
  ['web/src/lib/ui/button.svelte', ''],
  ['web/src/lib/app/long.ts', '\n'.repeat(401)],
])('%s is refused with %j', (path, code) => {
  expect(wrongs(path, code)).not.toEqual([]);
});

test.each([
  ['packages/domain/src/a.ts', `import { z } from 'zod'; export const at = (ms: number) => new Date(ms);`],
  ['packages/sync/src/client/a.ts', `export function wait({ setTimeout }: Env) { setTimeout(() => 1, 5); }`],
  ['packages/sync/src/client/a.ts', `export interface Env { fetch: typeof fetch; now(): Date }`],
  ['web/src/lib/app/a.ts', `import type { App } from '@komod/sync-server/app';`],
  ['web/src/lib/features/feed/Feed.svelte', `<script>import Card from '#lib/ui/Card.svelte';</script>`],
  ['web/src/lib/app/closet.svelte.ts', ''],
  ['web/src/routes/+page.svelte', ''],
  ['sync-server/src/modules/media/index.ts', `import { Elysia } from 'elysia';`],
  ['sync-server/src/store/sqlite.ts', `import { Database } from 'bun:sqlite';`],
  ['sync-server/tests/a.test.ts', `import { makeJpeg } from '@komod/testkit/photo-factory';`],
])('%s is at home with %j', (path, code) => {
  expect(wrongs(path, code)).toEqual([]);
});

test('a circle of three files is found once', () => {
  const exists = (path: string) => /^packages\/domain\/src\/[abc]\.ts$/.test(path);
  const file = (name: string, next: string) =>
    parseSource(`packages/domain/src/${name}.ts`, `export * from './${next}.ts';`, exists);
  expect(findCycles([file('a', 'b'), file('b', 'c'), file('c', 'a')])).toEqual([
    ['a', 'b', 'c', 'a'].map((name) => `packages/domain/src/${name}.ts`),
  ]);
});
