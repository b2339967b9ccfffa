// On a bare checkout this file runs before anything is installed: it imports nothing but Bun and its neighbours.
import { inRoot } from './repository.ts';
import { ensureInstalled } from './install.ts';
import { ensureWebBuilt } from './web-build.ts';

await ensureInstalled();
await ensureWebBuilt();
process.env.NODE_ENV ??= 'production';
process.env.WEB_BUILD ??= inRoot('web/build');
// In this very process: the pid that the server prints is the one that drains on SIGTERM.
await import(inRoot('sync-server/src/main.ts'));
