import { startServerProcess } from '@komod/testkit/server-process';
import { EditLoad } from './edit-load.ts';
import { percentile } from './figure.ts';
import { signUpSellers } from './sellers.ts';

export interface SlowDiskRun {
  /** Median and 99th percentile of an edit's way to its ack, one of each per run, in ms. */
  p50: number[];
  p99: number[];
}

/** The same load on a server whose every fsync takes `addedMs` longer: what a network disk would make of it. */
export async function measureSlowDisk(options: {
  addedMs: number;
  sellers: number;
  updatesPerSecond: number;
  secondsPerRun: number;
  runs: number;
}): Promise<SlowDiskRun> {
  const calls = 'fsync,fdatasync';
  const server = await startServerProcess({
    prefix: [
      'strace',
      '--follow-forks',
      '--seccomp-bpf',
      '--quiet=all',
      '--output=/dev/null',
      `--trace=${calls}`,
      `--inject=${calls}:delay_exit=${options.addedMs * 1000}`,
    ],
  });
  const load = new EditLoad();
  try {
    await load.open(server.origin, await signUpSellers(server.origin, options.sellers));
    await load.run(options.updatesPerSecond, 3);
    const measured: SlowDiskRun = { p50: [], p99: [] };
    for (let run = 0; run < options.runs; run += 1) {
      const acks = await load.run(options.updatesPerSecond, options.secondsPerRun);
      measured.p50.push(percentile(acks, 0.5));
      measured.p99.push(percentile(acks, 0.99));
    }
    return measured;
  } finally {
    load.close();
    await server.close();
  }
}
