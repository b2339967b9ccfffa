import { Hocuspocus } from '@hocuspocus/server';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';

type Connection = ReturnType<Hocuspocus['handleConnection']>;

/** Debounced by nothing: what a host has to do today who wants each edit on disk. One file a document, flushed. */
function storing() {
  const folder = mkdtempSync(join(tmpdir(), 'komod-peer-'));
  return {
    debounce: 0,
    maxDebounce: 0,
    async onStoreDocument({ documentName, document }: { documentName: string; document: Y.Doc }) {
      writeFileSync(join(folder, documentName), Y.encodeStateAsUpdate(document), { flush: true });
    },
  };
}

const hocuspocus = new Hocuspocus({
  quiet: true,
  ...(process.argv[2] === 'stores-every' && storing()),
});
const server = Bun.serve<{ request: Request; connection?: Connection }>({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, bun): Response | undefined {
    return bun.upgrade(request, { data: { request } }) ? undefined : new Response(null, { status: 426 });
  },
  websocket: {
    open: (socket) => {
      socket.data.connection = hocuspocus.handleConnection(
        socket as unknown as Parameters<Hocuspocus['handleConnection']>[0],
        socket.data.request,
      );
    },
    message: (socket, message) => {
      if (typeof message !== 'string') socket.data.connection?.handleMessage(message);
    },
    close: (socket, code, reason) => socket.data.connection?.handleClose({ code, reason }),
  },
});
console.log(`ready ${server.port}`);
