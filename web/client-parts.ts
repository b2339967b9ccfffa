import { join } from 'node:path';
import type { Rolldown } from 'vite';

/** What screens load, told by the modules that draw or open them. */
const screens = {
  frame: ['src/routes/+layout.svelte', 'src/routes/+error.svelte'],
  feed: ['src/routes/+page.svelte', 'src/routes/+page.ts'],
  sell: ['src/routes/sell/+page.svelte', 'src/routes/sell/+layout.ts'],
  editor: ['src/routes/sell/[id]/+page.svelte'],
  account: ['src/lib/app/account-desk.svelte.ts'],
  workshop: ['src/lib/app/workshop.svelte.ts'],
  own: ['src/routes/closet/+page.svelte', 'src/routes/profile/+page.svelte'],
  others: ['closet/[handle]', 'listing/[id]', 'reset-password', 'saved', 'sign-in'].map(
    (route) => `src/routes/${route}/+page.svelte`,
  ),
};
type Screen = keyof typeof screens;

/** Of several screens and so small that a request of their own costs more than they do where nobody needs them. */
const small = ['/chevron-right.svelte', '/src/lib/ui/Field.svelte', '/src/colours.ts', '/kept-saved.ts'];
const isSmall = (id: string): boolean => small.some((end) => id.endsWith(end));

/**
 * The parts that are sent whole, first come first served; `has` says whether a screen needs the module. What a module
 * imports stands in its own part, in one before it, or in none, so that no two parts wait for each other.
 */
const parts: readonly { name: string; isOf(has: (screen: Screen) => boolean, id: string): boolean }[] = [
  { name: 'libraries', isOf: (has, id) => has('frame') && id.includes('/node_modules/') },
  { name: 'kit', isOf: (_has, id) => id.includes('/@sveltejs/kit/') },
  {
    name: 'frame',
    isOf: (has, id) => has('frame') || isSmall(id) || (has('feed') && (has('sell') || has('workshop'))),
  },
  { name: 'shopper', isOf: (has) => has('feed') && (has('others') || has('own')) },
  { name: 'feed', isOf: (has) => has('feed') },
  { name: 'account', isOf: (has) => has('account') && !has('others') },
  { name: 'workshop', isOf: (has) => has('workshop') && !has('others') },
  { name: 'seller', isOf: (has) => has('sell') && has('editor') && !has('others') },
  { name: 'sell', isOf: (has) => has('sell') && !has('others') },
];

/** SvelteKit's own code looks at the page's data as it is evaluated, and is not asked for before that is there. */
const isLeftAlone = (id: string): boolean =>
  id.includes('/@sveltejs/kit/') || id.includes('vite/preload-helper');

/**
 * Left alone the bundler cuts a file for every set of pages that share something: a screen asks for eighty, each
 * with a request of its own. Whatever stands in no part is still cut that way.
 */
export function clientParts(root: string): Rolldown.CodeSplittingGroup[] {
  const needs = new Map<Screen, ReadonlySet<string>>();
  const needed = (screen: Screen, context: Rolldown.ChunkingContext): ReadonlySet<string> => {
    const known =
      needs.get(screen) ??
      reached(
        screens[screen].map((path) => join(root, path)),
        context,
      );
    needs.set(screen, known);
    return known;
  };
  return parts.map(({ name }, index) => ({
    priority: -1 - index,
    debugName: name,
    includeDependenciesRecursively: false,
    name: (id, context) => {
      if (context.getModuleInfo(id)?.isEntry) return null;
      const part = parts.find((each) => each.isOf((screen) => needed(screen, context).has(id), id));
      return part?.name === name ? name : null;
    },
  }));
}

const words = join(import.meta.dirname, 'src/lib/paraglide/messages');
const wordsOf = (code: string): string[] => [...code.matchAll(/\bm\.(\w+)/g)].map(([, word]) => word!);

/** These modules and all that they import, save what is only asked for later. */
function reached(ids: readonly string[], context: Rolldown.ChunkingContext): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const info = seen.has(id) ? null : context.getModuleInfo(id);
    seen.add(id);
    // What the pages name themselves stays a file of its own.
    if (!info || info.isEntry) continue;
    if (!isLeftAlone(id)) found.add(id);
    // One module names all words there are: a screen needs those that it says.
    if (id === join(words, '_index.js')) continue;
    waiting.push(...info.importedIds, ...wordsOf(info.code ?? '').map((word) => join(words, `${word}.js`)));
  }
  return found;
}
