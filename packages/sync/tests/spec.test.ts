import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const here = join(import.meta.dirname, '..');
const ownRooms = [join(here, 'src'), join(here, 'tests'), join(here, '../testkit/src')];
const otherRooms = [
  join(here, '../../sync-server/tests'),
  join(here, '../documents/src'),
  join(here, '../../web/src'),
  join(here, '../../web/tests/e2e'),
];

const ruleNames = (text: string) =>
  [...text.matchAll(/\*\*\[([A-Z]{1,2}\d+)\]\*\*/g)].map((match) => match[1] ?? '');

function rulesInTitles(folder: string): Set<string> {
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(test|contract|e2e)\.ts$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, title] of text.matchAll(/\btest\(\s*(['"`].*)/g)) {
      for (const [, rule] of (title ?? '').matchAll(/\[([A-Z]{1,2}\d+)\]/g)) found.add(rule ?? '');
    }
  }
  return found;
}

test('every rule of SPEC.md is carried by a test title, and every rule in a title stands in SPEC.md', () => {
  const rules = ruleNames(readFileSync(join(here, 'SPEC.md'), 'utf8'));
  const own = new Set(ownRooms.flatMap((folder) => [...rulesInTitles(folder)]));
  const carried = new Set([...own, ...otherRooms.flatMap((folder) => [...rulesInTitles(folder)])]);
  expect(rules.length).toBeGreaterThan(40);
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  expect(rules.filter((rule) => !carried.has(rule))).toEqual([]);
  expect([...own].filter((rule) => !rules.includes(rule))).toEqual([]);
});
