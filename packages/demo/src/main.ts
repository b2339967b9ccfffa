import { setPriority } from 'node:os';
import { closets } from './stock/closets.ts';
import { demoPieces } from './stock/demo-pieces.ts';
import { markComplete, readDemoRecord } from './seed/demo-record.ts';
import { emailOf } from './seed/demo-account.ts';
import { seedDemo } from './seed/seed-demo.ts';

// Beside the server, in a process of its own: whoever looks at the feed meanwhile comes first.
// Asks for KOMOD_DEMO_ORIGIN, where the server is, KOMOD_DEMO_PUBLIC_ORIGIN, by which its people know it, and DATA_DIR,
// which holds `demo.json`.

const { DATA_DIR: dataDir = './data' } = process.env;
const { KOMOD_DEMO_ORIGIN: origin = '', KOMOD_DEMO_PUBLIC_ORIGIN: publicOrigin = origin } = process.env;
const say = (line: string): void => console.log(`Demo: ${line}`);

async function fill(): Promise<void> {
  const { password, completedAt } = readDemoRecord(dataDir);
  const pieces = demoPieces();
  const { handle: own } = pieces[0]!;
  const login = `sign in as ${emailOf(own)} with the password ${password}`;
  if (completedAt) return say(`complete; ${login}`);
  setPriority(10);
  const startedAt = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - startedAt) / 1000)} s`;
  say(`${pieces.length} pieces of ${closets.length} closets are being drawn and hung; look on meanwhile`);
  await seedDemo({
    server: { origin, publicOrigin },
    password,
    closets,
    pieces,
    onOpened: ({ handle }) => {
      if (handle === own) say(login);
    },
    onHung: (done) => {
      if (done % 10 === 0 && done < pieces.length) say(`${done} of ${pieces.length} pieces (${seconds()})`);
    },
  });
  markComplete(dataDir, new Date());
  say(`complete: ${pieces.length} pieces of ${closets.length} closets in ${seconds()}`);
}

await fill().catch((error: unknown) => {
  console.error(
    `Demo: interrupted (${error instanceof Error ? error.message : String(error)}); start with --demo again to go on.`,
  );
  process.exit(1);
});
process.exit(0);
