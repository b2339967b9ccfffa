import sharp from 'sharp';

/** What a stranger could learn from a photo's bytes besides the picture. */
export async function readHiddenData(bytes: Uint8Array): Promise<{ format: string; kept: string[] }> {
  const found = await sharp(bytes).metadata();
  const kept = (['exif', 'iptc', 'xmp', 'orientation'] as const).filter((key) => found[key] !== undefined);
  return { format: found.format, kept };
}

/** Pixels as they are stored. */
export async function readSize(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(bytes).metadata();
  return { width, height };
}

/** Index of the taken picture that a served photo was made from, told by the ground between its marks. */
export async function findTaken(served: Uint8Array, taken: readonly Uint8Array[]): Promise<number> {
  const seen = await groundOf(served);
  const distances = await Promise.all(
    taken.map(async (bytes) => {
      const ground = await groundOf(bytes);
      return ground.reduce((sum, value, channel) => sum + Math.abs(value - (seen[channel] ?? 0)), 0);
    }),
  );
  return distances.indexOf(Math.min(...distances));
}

async function groundOf(bytes: Uint8Array): Promise<number[]> {
  const upright = await sharp(bytes).rotate().resize(24, 32, { fit: 'fill' }).png().toBuffer();
  const { channels } = await sharp(upright).extract({ left: 10, top: 12, width: 10, height: 8 }).stats();
  return channels.map(({ mean }) => mean);
}
