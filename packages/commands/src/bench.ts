import { inRoot } from './repository.ts';
import { ensureInstalled } from './install.ts';
import { missingForBench, stopIfMissing } from './machine-needs.ts';
import { ensureWebBuilt } from './web-build.ts';

await ensureInstalled();
stopIfMissing(await missingForBench());
await ensureWebBuilt();
// `bench` measures the engine, `bench app` the app on a slow phone.
const set = process.argv[2] === 'app' ? 'app' : 'main';
await import(inRoot(`packages/bench/src/${set}.ts`));
