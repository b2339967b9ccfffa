import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'theme.css'), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    { light: light ?? '', dark: dark ?? '' },
  ]),
);

/** WCAG 2 relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string, scheme: 'light' | 'dark'): number {
  const [darker = 0, lighter = 0] = [one, other]
    .map((name) => luminance(tokens.get(name)?.[scheme] ?? ''))
    .toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const texts = ['ink', 'muted', 'accent', 'live', 'attention', 'refused'];
const schemes = ['light', 'dark'] as const;

test.each(schemes)('every colour of text reads on every ground in the %s', (scheme) => {
  const weak = texts.flatMap((text) =>
    ['page', 'surface', 'mat']
      .map((ground) => ({ text, ground, ratio: contrast(text, ground, scheme) }))
      .filter(({ ratio }) => !(ratio >= 4.5)),
  );
  expect(weak).toEqual([]);
  expect(contrast('accent', 'accent-tint', scheme)).toBeGreaterThanOrEqual(4.5);
  expect(contrast('refused', 'refused-tint', scheme)).toBeGreaterThanOrEqual(4.5);
  expect(contrast('page', 'ink', scheme)).toBeGreaterThanOrEqual(4.5);
});

test.each(schemes)('the line around a control is seen on the page in the %s', (scheme) => {
  expect(contrast('control', 'page', scheme)).toBeGreaterThanOrEqual(3);
});
