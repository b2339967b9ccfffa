// When the server was last heard, by its own clock; kept over restarts.

const key = 'komod.server-contact';

interface Contact {
  /** Server ms UTC of the last answer. */
  at: number;
  /** What the server's clock is ahead of this device's, ms. */
  ahead: number;
}

function read(): Contact | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Contact | null;
  } catch {
    return null;
  }
}

/** Every answer of our own server tells its time. */
export function noteServerAnswer({ headers }: Response): void {
  const at = Date.parse(headers.get('date') ?? '');
  if (!Number.isNaN(at))
    localStorage.setItem(key, JSON.stringify({ at, ahead: at - Date.now() } satisfies Contact));
}

/** Server ms UTC of the last contact of any kind. `linkAt`: when a document's link was last heard, by this device. */
export function lastContact(linkAt: number | null): number | null {
  const contact = read();
  if (!contact) return linkAt;
  return Math.max(contact.at, linkAt === null ? 0 : linkAt + contact.ahead);
}
