import { decodeDurableMessage } from '@komod/sync/wire/durable-messages';
import { SocketFrames } from '@komod/testkit/socket-frames';
import type { SystemCall } from '@komod/testkit/system-calls';

/** How a mark (a word that stands in one update and nowhere else) went through the server. */
interface Passage {
  socket: string;
  /** Which document frame of its connection carried it. */
  frame: number;
  writtenAt: number | null;
  /** When the fsync after that write was done. */
  durableAt: number | null;
}

export interface AckOrder {
  /** Marks whose ack, or whose relay, left after their fsync. */
  acked: number;
  relayed: number;
  /** What left before: one sentence for each. */
  early: string[];
}

const marksIn = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes)
    .toString('latin1')
    .match(/mark-\d+-\d+;/g) ?? [];

const isSending = (name: string): boolean => ['write', 'writev', 'sendto', 'sendmsg'].includes(name);

/**
 * Follows every mark from the frame that brought it to the write into the write-ahead log, the fsync after it, and
 * the acks and relays that tell of it: by the system calls of the server alone.
 */
export function readAckOrder(calls: readonly SystemCall[]): AckOrder {
  const passages = new Map<string, Passage>();
  const incoming = new Map<string, { frames: SocketFrames; count: number }>();
  const outgoing = new Map<string, SocketFrames>();
  const acked = new Set<string>();
  const relayed = new Set<string>();
  const early: string[] = [];

  const told = (mark: string, how: Set<string>, at: number, what: string): void => {
    const durableAt = passages.get(mark)?.durableAt ?? null;
    if (durableAt === null || durableAt > at) early.push(`${what} of ${mark} left before its fsync`);
    how.add(mark);
  };
  const receive = ({ target, bytes }: SystemCall): void => {
    const line = incoming.get(target) ?? { frames: new SocketFrames(), count: 0 };
    incoming.set(target, line);
    for (const message of line.frames.push(bytes)) {
      if (message[0] !== 0 || message[1] === 0) continue;
      line.count += 1;
      for (const mark of marksIn(message))
        if (!passages.has(mark))
          passages.set(mark, { socket: target, frame: line.count, writtenAt: null, durableAt: null });
    }
  };
  const send = ({ target, bytes, beganAt }: SystemCall): void => {
    const frames = outgoing.get(target) ?? new SocketFrames();
    outgoing.set(target, frames);
    for (const message of frames.push(bytes)) {
      if (message[0] === 0) for (const mark of marksIn(message)) told(mark, relayed, beganAt, 'a relay');
      const said = decodeDurableMessage(message);
      if (said?.kind !== 'ack') continue;
      for (const [mark, { socket, frame }] of passages)
        if (socket === target && frame <= said.frames && !acked.has(mark))
          told(mark, acked, beganAt, 'the ack');
    }
  };
  const sync = ({ beganAt, endedAt }: SystemCall): void => {
    for (const passage of passages.values())
      if (passage.writtenAt !== null && passage.writtenAt < beganAt) passage.durableAt ??= endedAt;
  };

  for (const call of calls) {
    if (call.result < 0) continue;
    const isLog = call.target.endsWith('/komod.sqlite-wal');
    if (isLog && call.name === 'fsync') sync(call);
    else if (isLog && call.name === 'pwrite64') {
      for (const mark of marksIn(call.bytes)) {
        const passage = passages.get(mark);
        if (passage) passage.writtenAt ??= call.endedAt;
      }
    } else if (call.target.startsWith('socket:')) {
      if (call.name === 'recvfrom') receive(call);
      else if (isSending(call.name)) send(call);
    }
  }
  return { acked: acked.size, relayed: relayed.size, early };
}
