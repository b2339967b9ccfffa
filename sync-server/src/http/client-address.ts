import { isIP } from 'node:net';
import type { Config } from '../config.ts';

interface AddressedServer {
  requestIP(request: Request): { address: string } | null;
}

/** Set by us alone: what a visitor sends under this name is thrown away. */
export const addressHeader = 'x-komod-ip';

/** Whom rate limits count: the socket's address, or what the one named proxy says of it. */
export class ClientAddresses {
  readonly #config: Pick<Config, 'proxyAddress' | 'proxyHeader'>;
  /** Requests that pages make in process while they render, counted as the visitor's. */
  readonly #inProcess = new WeakMap<Request, string>();

  constructor(config: Pick<Config, 'proxyAddress' | 'proxyHeader'>) {
    this.#config = config;
  }

  of(request: Request, server: AddressedServer | null): string {
    const known = this.#inProcess.get(request);
    if (known !== undefined) return known;
    const socket = (server?.requestIP(request)?.address ?? '0.0.0.0').replace(/^::ffff:/, '');
    const { proxyAddress, proxyHeader } = this.#config;
    if (proxyHeader === null || socket !== proxyAddress) return socket;
    // A proxy may append to what the visitor sent: its own word stands last.
    const said = request.headers.get(proxyHeader)?.split(',').at(-1)?.trim() ?? '';
    return isIP(said) ? said : socket;
  }

  remember(request: Request, address: string): void {
    this.#inProcess.set(request, address);
  }
}
