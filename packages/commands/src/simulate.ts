import { ensureInstalled } from './install.ts';
import { inRoot } from './repository.ts';

await ensureInstalled();
await import(inRoot('packages/sync/tests/simulator/simulate.ts'));
