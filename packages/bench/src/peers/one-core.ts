import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** What stands before a command to keep it on one core: server and load then never take turns. Nothing where it cannot be. */
export const oneCore = (core: number): string[] => (canPin ? ['taskset', '-c', String(core)] : []);

/** Keeps this process, with all its threads, on one core. */
export function stayOnCore(core: number): void {
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', String(core), String(process.pid)]);
}
