import { thumbHashToAverageRGBA, thumbHashToDataURL } from 'thumbhash';

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** The one colour a photo would be from far away: small enough for a page from the server. */
export function averageColour(thumbhash: string): string | undefined {
  try {
    const { r, g, b } = thumbHashToAverageRGBA(bytesOf(thumbhash));
    return `rgb(${Math.round(r * 255)} ${Math.round(g * 255)} ${Math.round(b * 255)})`;
  } catch {
    return undefined;
  }
}

/** A data URL of the blurred photo, some 32 pixels wide; `undefined` for bytes that are no thumbhash. */
export function blurredPicture(thumbhash: string): string | undefined {
  try {
    return thumbHashToDataURL(bytesOf(thumbhash));
  } catch {
    return undefined;
  }
}
