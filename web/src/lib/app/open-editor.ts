// Which editor stands open on this device: left behind when the browser ends, taken away when the seller leaves it.

const key = 'komod.open-editor';
const keptForMs = 24 * 3_600_000;

interface OpenEditor {
  owner: string;
  id: string;
  /** Ms UTC of this device. */
  at: number;
}

function read(): OpenEditor | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as OpenEditor | null;
  } catch {
    return null;
  }
}

/** Call while an editor stands open. */
export const noteOpenEditor = (owner: string, id: string): void =>
  localStorage.setItem(key, JSON.stringify({ owner, id, at: Date.now() } satisfies OpenEditor));

/** The seller went elsewhere in the app. */
export const forgetOpenEditor = (): void => localStorage.removeItem(key);

/** The listing whose editor was left open within the last day. */
export function leftOpenEditor(owner: string): string | null {
  const left = read();
  const isRecent = left && left.owner === owner && Date.now() - left.at < keptForMs;
  return isRecent ? left.id : null;
}
