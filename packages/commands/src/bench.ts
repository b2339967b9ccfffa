import { inRoot } from './repository.ts';
import { ensureInstalled } from './install.ts';
import { ensureWebBuilt } from './web-build.ts';

await ensureInstalled();
await ensureWebBuilt();
await import(inRoot('packages/bench/src/main.ts'));
