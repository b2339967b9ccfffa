/**
 * What `<input type="file">` takes. Types are named one by one: with `image/*` macOS Safari hands over HEIC,
 * with these it converts.
 */
const photoAccept = 'image/jpeg,image/png,image/webp';

/** Attributes of the two inputs: the native camera gives one shot, the library as many as chosen. */
export const photoInputs = {
  camera: { type: 'file', accept: photoAccept, capture: 'environment' },
  library: { type: 'file', accept: photoAccept, multiple: true },
} as const;

const pendingKey = 'komod.camera-open-for';

/**
 * Android may end the browser while the camera is open. Call before opening it; the mark outlives the kill.
 * Session storage would not.
 */
export function markCameraOpen(listingId: string): void {
  localStorage.setItem(pendingKey, listingId);
}

/** Call when the camera came back, with a picture or without. */
export function clearCameraOpen(): void {
  localStorage.removeItem(pendingKey);
}

/** At start: the listing whose shot may be lost, told once. */
export function takeLostShot(): string | null {
  const listingId = localStorage.getItem(pendingKey);
  clearCameraOpen();
  return listingId;
}
