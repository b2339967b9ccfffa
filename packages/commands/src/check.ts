import { runChecks } from './check-steps.ts';
import { ensureInstalled } from './install.ts';

await ensureInstalled();
const failed = (await runChecks()).filter((result) => !result.passed);
if (failed.length > 0) {
  console.error(`Not clean: ${failed.map((result) => result.title).join(', ')}.`);
  process.exit(1);
}
console.log('All clean.');
