import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { waitUntil } from './wait-until.ts';

export interface RawLine {
  line: Socket;
  /** Everything that came, a character a byte. */
  heard(): string;
  isClosed(): boolean;
}

/** Bytes on the line, for what no WebSocket client would send, or leave unread. */
export async function openLine(origin: string): Promise<RawLine> {
  const line = connect(Number(new URL(origin).port), '127.0.0.1');
  let heard = '';
  line.on('data', (bytes) => (heard += bytes.toString('latin1')));
  line.on('error', () => {});
  await once(line, 'connect');
  return { line, heard: () => heard, isClosed: () => line.closed };
}

/** A line that is a WebSocket, its handshake done. */
export async function openRawSocket(address: string | URL, cookie: string): Promise<RawLine> {
  const { origin, pathname } = new URL(address);
  const opened = await openLine(origin);
  opened.line.write(
    [
      `GET ${pathname} HTTP/1.1`,
      'Host: localhost',
      `Cookie: ${cookie}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      '\r\n',
    ].join('\r\n'),
  );
  await waitUntil('the handshake', () => opened.heard().includes(' 101 '));
  return opened;
}
