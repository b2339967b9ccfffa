import { ensureInstalled } from './install.ts';
import { buildWeb } from './web-build.ts';

await ensureInstalled();
await buildWeb();
