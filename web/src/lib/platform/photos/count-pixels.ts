import { imageSize } from 'image-size';

/** Camera files carry previews and depth maps ahead of the size, seldom more than this. */
const headBytes = 1024 * 1024;

/** Width × height as the file's head tells it, without decoding; `null` when it does not tell. */
export async function countPixels(file: Blob): Promise<number | null> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  try {
    const { width, height } = imageSize(head);
    return width * height;
  } catch {
    return null;
  }
}
