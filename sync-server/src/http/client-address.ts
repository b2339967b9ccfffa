import { isIP } from 'node:net';
import type { Config } from '../config.ts';

interface AddressedServer {
  requestIP(request: Request): { address: string } | null;
}

/**
 * Whom an address stands for: one IPv6 household holds a whole /64, from which it could count as anybody anew.
 * @returns an address of the same kind: `2001:db8:1:2::` for every one of that network.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail] = plain.split('%')[0]!.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const groups =
    tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::`;
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
    if (proxyHeader === null || socket !== proxyAddress) return networkOf(socket);
    // A proxy may append to what the visitor sent: its own word stands last.
    const said = request.headers.get(proxyHeader)?.split(',').at(-1)?.trim() ?? '';
    return networkOf(isIP(said) ? said : socket);
  }

  remember(request: Request, address: string): void {
    this.#inProcess.set(request, address);
  }
}
