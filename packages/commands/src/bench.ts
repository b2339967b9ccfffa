import { inRoot } from './repository.ts';
import { ensureInstalled } from './install.ts';
import { ensureWebBuilt } from './web-build.ts';

await ensureInstalled();
await ensureWebBuilt();
// `bench` measures the engine, `bench app` the app on a slow phone.
const set = process.argv[2] === 'app' ? 'app' : 'main';
await import(inRoot(`packages/bench/src/${set}.ts`));
