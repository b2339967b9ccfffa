import { makeJpeg, type JpegScene } from '@komod/testkit/photo-factory';

export interface Picture {
  name: string;
  mimeType: 'image/jpeg';
  buffer: Buffer;
}

/** Pictures as a phone held upright takes them: EXIF orientation 6, GPS, a camera's name. */
export async function takePictures(
  firstSeed: number,
  count: number,
  size: Pick<JpegScene, 'width' | 'height'> = {},
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const gps = { latitude: 35.6892, longitude: 51.389 };
    const bytes = await makeJpeg({ seed, orientation: 6, gps, ...size });
    pictures.push({ name: `IMG_${seed}.JPG`, mimeType: 'image/jpeg', buffer: Buffer.from(bytes) });
  }
  return pictures;
}
