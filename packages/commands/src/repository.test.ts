import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fingerprint, manifests } from './repository.ts';

test('a fingerprint follows content and names, not times, tests or generated folders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'komod-sources-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'build'));
  writeFileSync(join(folder, 'a.ts'), 'one');
  const first = fingerprint([folder]);

  utimesSync(join(folder, 'a.ts'), 1, 1);
  writeFileSync(join(folder, 'build/out.js'), 'made');
  writeFileSync(join(folder, 'a.test.ts'), 'a test');
  expect(fingerprint([folder])).toBe(first);

  writeFileSync(join(folder, 'a.ts'), 'two');
  expect(fingerprint([folder])).not.toBe(first);
});

test('the manifests of every room are found', () => {
  expect(manifests().length).toBeGreaterThanOrEqual(9);
});
