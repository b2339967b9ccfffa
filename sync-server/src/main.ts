import { composeApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { loadWebApp } from './web-app.ts';

// The only file that does something when it is imported.

function fail(error: unknown): never {
  if (error instanceof ConfigError) console.error(error.message);
  else console.error(error);
  process.exit(1);
}

/** Gives the address it listens on, and the one its people know. */
async function start(): Promise<{ origin: string; publicOrigin: string }> {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const web = config.webBuild === null ? null : await loadWebApp(config.webBuild, process.env);
  const onDiskFailure = (err: unknown): never => {
    logger.fatal(
      { err },
      'the disk did not keep a commit: ending, so that nothing is acknowledged on its word',
    );
    process.exit(1);
  };
  const komod = await composeApp(config, { web, logger, onDiskFailure });

  let isEnding = false;
  const end = (): void => {
    // Asked twice: whoever asks does not want to wait. What was acknowledged is on disk all the same.
    if (isEnding) process.exit(1);
    isEnding = true;
    komod.close().then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error({ err }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('unhandledRejection', (err) => logger.error({ err }, 'a promise failed unheard'));
  process.on('uncaughtException', (err) => logger.error({ err }, 'an error was not caught'));
  console.log(`Komod is ready at ${komod.origin} (pid ${process.pid})`);
  return { origin: komod.origin, publicOrigin: config.publicOrigin };
}

export const { origin, publicOrigin } = await start().catch(fail);
