import type { SourceFile, SourceImport } from './source-file.ts';

export interface Rule {
  name: string;
  /** What is wrong with the file; empty when nothing is. */
  check(file: SourceFile): string[];
}

const isTest = (path: string): boolean => /\.(?:test|contract|e2e)\.ts$|\/tests\//.test(path);

/** `packages/domain`, `sync-server`, `web`. */
const roomOf = (path: string): string => /^packages\/[^/]+|^[^/]+/.exec(path)?.[0] ?? path;

/** Which rooms a room may import besides itself. Tests may use the testkit too. */
const mayImport: Record<string, readonly string[]> = {
  'packages/domain': [],
  'packages/documents': ['packages/domain'],
  'packages/sync': [],
  'packages/commands': ['packages/testkit'],
  'packages/testkit': ['packages/domain', 'packages/documents', 'packages/sync'],
  'packages/demo': ['packages/domain', 'packages/documents', 'packages/testkit'],
  'packages/bench': [
    'packages/demo',
    'packages/domain',
    'packages/documents',
    'packages/sync',
    'packages/testkit',
  ],
  'sync-server': ['packages/domain', 'packages/documents', 'packages/sync'],
  web: ['packages/domain', 'packages/documents', 'packages/sync'],
};

/** What a room may take from elsewhere; rooms not named here are free. */
const mayTake: Record<string, readonly string[]> = {
  'packages/domain': ['zod'],
  'packages/documents': ['yjs', 'lib0'],
  'packages/sync': ['yjs', 'lib0', 'y-indexeddb', 'y-protocols', 'y-websocket'],
  'packages/commands': ['node:*'],
};

/** Files outside `documents` and `sync` that may touch Yjs itself, each for the reason beside it. */
const touchesYjs: Record<string, string> = {};

const effects = new Set([
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'requestAnimationFrame',
  'Date.now',
  'Date()',
  'Math.random',
  'WebSocket',
  'WebSocket()',
  'indexedDB',
  'localStorage',
  'navigator',
  'document',
  'window',
  'process',
  'Bun',
  'performance.now',
]);
const effectRoots = new Set(['crypto', 'indexedDB', 'localStorage', 'navigator', 'window', 'process', 'Bun']);

const each = (file: SourceFile, isWrong: (found: SourceImport) => boolean, why = 'imports'): string[] =>
  file.imports.filter(isWrong).map((found) => `${why} ${found.specifier}`);

export const rules: readonly Rule[] = [
  {
    name: 'rooms import in one direction',
    check: (file) => {
      const room = roomOf(file.path);
      const allowed = new Set([room, ...(mayImport[room] ?? [])]);
      if (isTest(file.path)) allowed.add('packages/testkit');
      return each(file, (found) => {
        if (!found.own || allowed.has(roomOf(found.target))) return false;
        // The server's routes give the app their types, and nothing that runs.
        return !(room === 'web' && roomOf(found.target) === 'sync-server' && found.typeOnly);
      });
    },
  },
  {
    name: 'a relative import stays in its room',
    check: (file) =>
      each(
        file,
        (found) => found.specifier.startsWith('.') && roomOf(found.target) !== roomOf(file.path),
        'leaves its room by',
      ),
  },
  {
    name: 'the pure rooms take nothing but what they are made of',
    check: (file) => {
      const allowed = mayTake[roomOf(file.path)];
      if (!allowed || isTest(file.path)) return [];
      const fits = (target: string) =>
        allowed.some(
          (name) => name === target || (name.endsWith(':*') && target.startsWith(name.slice(0, -1))),
        );
      return each(file, (found) => !found.own && !fits(found.target), 'takes');
    },
  },
  {
    name: 'no clock, timer, network or chance inside domain, documents and sync',
    check: (file) => {
      const isPure = /^packages\/(?:domain|documents|sync)\/src\//.test(file.path);
      if (!isPure || isTest(file.path)) return [];
      return [...file.globals]
        .filter((name) => effects.has(name) || effectRoots.has(name.split('.')[0] ?? name))
        .map((name) => `reaches for ${name}`);
    },
  },
  {
    name: 'client and server of the engine meet only at the wire',
    check: (file) => {
      const side = /^packages\/sync\/src\/(wire|client|server)\//.exec(file.path)?.[1];
      const consumer = { web: 'client', 'sync-server': 'server' }[roomOf(file.path)];
      const own = side ?? (isTest(file.path) ? undefined : consumer);
      if (!own) return [];
      return each(file, (found) => {
        const other = /^packages\/sync\/src\/(client|server)\//.exec(found.target)?.[1];
        return other !== undefined && other !== own;
      });
    },
  },
  {
    name: 'Elysia stands in app.ts and the route files only',
    check: (file) => {
      if (!file.path.startsWith('sync-server/src/') && !file.path.startsWith('packages/')) return [];
      const isController = /^sync-server\/src\/(?:app|modules\/[^/]+\/index)\.ts$/.test(file.path);
      if (isController || isTest(file.path)) return [];
      return each(file, (found) => found.target === 'elysia' || found.target.startsWith('@elysiajs/'));
    },
  },
  {
    name: 'SQL stands in the store only',
    check: (file) => {
      if (file.path.startsWith('sync-server/src/store/') || isTest(file.path)) return [];
      return each(file, (found) => ['bun:sqlite', 'kysely', 'pg'].includes(found.target));
    },
  },
  {
    name: 'Yjs stands in documents and sync only',
    check: (file) => {
      const atHome = /^packages\/(?:documents|sync|testkit|bench)\//.test(file.path);
      if (atHome || isTest(file.path) || file.path in touchesYjs) return [];
      return each(file, (found) => /^(?:yjs|y-.+|lib0)$/.test(found.target));
    },
  },
  {
    name: 'atoms know no listing',
    check: (file) => {
      if (!file.path.startsWith('web/src/lib/ui/') || isTest(file.path)) return [];
      const isKnown = (target: string) => /^web\/src\/lib\/(?:ui|paraglide)\//.test(target);
      return each(file, (found) => found.own && !isKnown(found.target));
    },
  },
  {
    name: 'features never import each other',
    check: (file) => {
      const feature = /^web\/src\/lib\/features\/([^/]+)/.exec(file.path)?.[1];
      if (!feature) return [];
      return each(file, (found) => {
        const other = /^web\/src\/lib\/features\/([^/]+)/.exec(found.target)?.[1];
        return (
          (other !== undefined && other !== feature) ||
          /^web\/src\/(?:routes|lib\/views)\//.test(found.target)
        );
      });
    },
  },
  {
    name: 'browser ports know no screen',
    check: (file) => {
      if (!file.path.startsWith('web/src/lib/platform/')) return [];
      return each(file, (found) =>
        /^web\/src\/(?:routes|lib\/(?:ui|app|features|views))\//.test(found.target),
      );
    },
  },
  {
    name: 'a file stops at 400 lines',
    check: (file) => (file.lines > 401 ? [`has ${file.lines} lines`] : []),
  },
  {
    name: 'a file is named after its thing',
    check: (file) => {
      const base = file.path.split('/').at(-1) ?? '';
      const stem = base.replace(/\..*$/, '');
      const says = /(?:^|-)(?:utils?|helpers?|common|misc|shared|manager|types)$/.test(stem);
      const isRoute = file.path.startsWith('web/src/routes/') || file.path.startsWith('web/src/hooks');
      const shape = base.endsWith('.svelte') ? /^[A-Z][A-Za-z0-9]*$/ : /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
      return says || (!isRoute && !shape.test(stem)) ? [`is called ${base}`] : [];
    },
  },
];

/** Each finding as `path: what is wrong (rule)`. */
export function findings(files: readonly SourceFile[]): string[] {
  const single = files.flatMap((file) =>
    rules.flatMap((rule) => rule.check(file).map((wrong) => `${file.path} ${wrong} (${rule.name})`)),
  );
  return [...single, ...findCycles(files).map((cycle) => `${cycle.join(' → ')} (no cycles)`)];
}

/** Import circles, of types too: a knot is a knot. Each once, starting at its first file by name. */
export function findCycles(files: readonly SourceFile[]): string[][] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push([...trail.slice(start), path]);
      return;
    }
    if (done.has(path)) return;
    for (const found of byPath.get(path)?.imports ?? []) {
      if (found.own && byPath.has(found.target)) visit(found.target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of [...byPath.keys()].sort()) visit(path, []);
  return cycles;
}
