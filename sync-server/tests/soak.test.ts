import { execFileSync } from 'node:child_process';
import { signUp, type Account } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { makePiece, writeDraft } from '@komod/testkit/listing-factory';
import { startServerProcess } from '@komod/testkit/server-process';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';

// Enough for every run; a release is worth `KOMOD_SOAK=50000`.
const connections = Number(process.env.KOMOD_SOAK ?? 2000);
const devices = 16;
const editsEach = 2;
const msPerConnection = 60;
/** The heap of a server goes on warming up over its first thousands of connections (some 40 MB), and then no more. */
const warmingMaxMb = 80;

const residentMb = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024;

/** One device whose line breaks all the time. */
class Device {
  readonly doc = new Y.Doc();
  readonly #account: Account;
  readonly #origin: string;
  edits = 0;

  constructor(origin: string, account: Account) {
    this.#origin = origin;
    this.#account = account;
    writeDraft(this.doc, 'piece', makePiece(1), 1);
  }

  async comeAndGo(): Promise<void> {
    const { cookie, userId } = this.#account;
    const document = `closet/${userId}`;
    const client = connectDurableClient({ origin: this.#origin, cookie, document, doc: this.doc });
    await client.whenOpen();
    for (let edit = 0; edit < editsEach; edit += 1) {
      this.edits += 1;
      this.doc.getMap<Y.Map<unknown>>('listings').get('piece')!.set('title', `Coat ${this.edits}`);
    }
    await client.whenAcked();
    client.close();
    await waitUntil('the socket to be closed', () => client.closeCode() !== null);
  }
}

test(
  `after ${connections} connections that came and went nothing of them is left, and memory does not grow`,
  async () => {
    const server = await startServerProcess();
    onTestFinished(() => server.close());
    const figure = async (name: string): Promise<number> => {
      const text = await (await fetch(`${server.origin}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    };
    const fleet: Device[] = [];
    for (let device = 0; device < devices; device += 1)
      fleet.push(new Device(server.origin, await signUp(server.origin)));

    const memory: number[] = [];
    let made = 0;
    const live = async (device: Device): Promise<void> => {
      while (made < connections) {
        made += 1;
        if (made % Math.ceil(connections / 20) === 0) memory.push(residentMb(server.pid()));
        await device.comeAndGo();
      }
    };
    await Promise.all(fleet.map(live));

    const edits = fleet.reduce((sum, device) => sum + device.edits, 0);
    console.log(`${made} connections, ${edits} edits; MB of memory: ${memory.map(Math.round).join(' ')}`);
    expect(edits).toBe(connections * editsEach);
    await waitUntil('all to be gone', async () => (await figure('komod_connections')) === 0);
    expect(await figure('komod_queued_frames')).toBe(0);
    await waitUntil('the documents to be let go', async () => (await figure('komod_documents')) === 0);
    const quarter = Math.floor(memory.length / 4);
    const [second, last] = [memory.slice(quarter, 2 * quarter), memory.slice(-quarter)];
    expect(Math.max(...last)).toBeLessThan(Math.max(...second) + warmingMaxMb);
    for (const { doc } of fleet) {
      expect(Y.decodeStateVector(Y.encodeStateVector(doc)).size).toBe(1);
      expect(Y.encodeStateAsUpdate(doc).byteLength).toBeLessThan(
        4 * JSON.stringify(doc.getMap('listings')).length,
      );
    }
  },
  connections * msPerConnection,
);
