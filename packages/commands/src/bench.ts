import { inRoot } from './repository.ts';
import { ensureInstalled } from './install.ts';
import { missingForBench, stopIfMissing } from './machine-needs.ts';
import { ensureWebBuilt } from './web-build.ts';

await ensureInstalled();
stopIfMissing(await missingForBench());
await ensureWebBuilt();
// `bench` measures the product, `bench app` the app on a slow phone, `bench sync` the engine beside its peers.
const set = ['app', 'sync'].find((name) => name === process.argv[2]) ?? 'main';
await import(inRoot(`packages/bench/src/${set}.ts`));
