/** Bytes of a file that is looked at at all. */
export const sourceMaxBytes = 100 * 1024 * 1024;

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
