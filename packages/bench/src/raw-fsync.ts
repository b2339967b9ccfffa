import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './figure.ts';

/** Median of 300 appends of one page, each with its fsync, in the folder the server writes to. */
export function measureFsync(folder: string): number {
  const path = join(folder, 'fsync-probe');
  const file = openSync(path, 'a');
  const page = Buffer.alloc(4096, 1);
  const times: number[] = [];
  for (let count = 0; count < 300; count += 1) {
    const startedAt = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    times.push(performance.now() - startedAt);
  }
  closeSync(file);
  rmSync(path);
  return median(times);
}
