/** One system call as strace wrote it down. */
export interface SystemCall {
  name: string;
  /** What it was called on, such as `/data/komod.sqlite-wal` or `socket:[4711]`. */
  target: string;
  /** The bytes of its first string argument. */
  bytes: Uint8Array;
  /** What it returned; -1 for a failure. */
  result: number;
  /** Places in the order of events: a call that was interrupted by another thread's ends later than it begins. */
  beganAt: number;
  endedAt: number;
}

/** What `strace` needs to be told, so that `readSystemCalls` understands it. */
export const straceFor = (calls: readonly string[], output: string): string[] => [
  'strace',
  '--follow-forks',
  '--quiet=all',
  '--seccomp-bpf',
  '--decode-fds=path',
  '--strings-in-hex=all',
  '--string-limit=1000000',
  `--trace=${calls.join()}`,
  `--output=${output}`,
];

/** `\xhh` for every byte. */
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.replaceAll('\\x', ''), 'hex');

const whole = /^(\w+)\(\d+<([^>]*)>(?:, *\[?(?:\{iov_base=)?"([^"]*)")?.*= (-?\d+)/s;

/** Every finished call on a file or socket, in the order in which they ended. */
export function readSystemCalls(trace: string): SystemCall[] {
  const calls: SystemCall[] = [];
  /** By thread: the beginning of a call that another thread interrupted. */
  const begun = new Map<string, { text: string; at: number }>();
  for (const [at, line] of trace.split('\n').entries()) {
    const [, thread, said] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (thread === undefined || said === undefined) continue;
    if (said.endsWith('<unfinished ...>')) {
      begun.set(thread, { text: said.slice(0, -'<unfinished ...>'.length), at });
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(said);
    const start = resumed ? begun.get(thread) : { text: '', at };
    const [, name, path, text, result] = whole.exec(`${start?.text ?? ''}${resumed?.[1] ?? said}`) ?? [];
    if (!start || name === undefined || path === undefined) continue;
    const bytes = bytesOf(text ?? '');
    const target = Buffer.from(bytesOf(path)).toString();
    calls.push({ name, target, bytes, result: Number(result), beganAt: start.at, endedAt: at });
  }
  return calls;
}
