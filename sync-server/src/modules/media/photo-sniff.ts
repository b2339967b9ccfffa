export type PhotoType = 'image/jpeg' | 'image/png' | 'image/webp';

/** How many leading bytes `sniffPhoto` wants to see. */
export const sniffLength = 12;

/** The type a file really has by its first bytes; what the sender called it does not count. */
export function sniffPhoto(head: Uint8Array): PhotoType | null {
  if (startsWith(head, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(head, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (startsWith(head, 0, [0x52, 0x49, 0x46, 0x46]) && startsWith(head, 8, [0x57, 0x45, 0x42, 0x50])) {
    return 'image/webp';
  }
  return null;
}

function startsWith(bytes: Uint8Array, at: number, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}
