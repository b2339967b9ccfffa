import { expect, test } from 'vitest';
import { ConfigError } from './config.ts';
import { requireSafeLib0 } from './lib0-version.ts';

test.each(['0.2.119', '0.2.9', '0.1.200', '0.2.x', ''])(
  '[F9] lib0 %j is refused in a sentence',
  (version) => {
    expect(() => requireSafeLib0(version)).toThrow(ConfigError);
    expect(() => requireSafeLib0(version)).toThrow(/^lib0 .* is installed, .* 0\.2\.120 or newer is needed/);
  },
);

test.each(['0.2.120', '0.2.121', '0.3.0', '1.0.0', '1.0.0-rc.1'])('[F9] lib0 %s is fine', (version) => {
  expect(() => requireSafeLib0(version)).not.toThrow();
});

test('[F9] the lib0 that Yjs decodes with here is fine', () => {
  expect(() => requireSafeLib0()).not.toThrow();
});
