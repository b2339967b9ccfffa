import type { Config } from '../config.ts';

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Origins whose pages may write here. */
export class OwnOrigins {
  readonly #origins: Set<string>;

  constructor({ publicOrigin, trustedOrigins }: Pick<Config, 'publicOrigin' | 'trustedOrigins'>) {
    this.#origins = new Set([publicOrigin, ...trustedOrigins]);
    const url = new URL(publicOrigin);
    if (loopbackHosts.includes(url.hostname)) this.addLoopback(Number(url.port || 80));
  }

  /** On the machine itself all three spellings of it are the same place. */
  addLoopback(port: number): void {
    for (const host of loopbackHosts) this.#origins.add(`http://${host}:${port}`);
  }

  list(): string[] {
    return [...this.#origins];
  }

  /** No `Origin` at all is no browser page: it is let in on its cookie. */
  allows(request: Request): boolean {
    const origin = request.headers.get('origin');
    return origin === null || this.#origins.has(origin);
  }
}
