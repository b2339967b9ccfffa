import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, 'baselines');

/** Plain screens need few colours: a fraction of the bytes, and no difference that a comparison would see. */
export async function squeezeBaselines(start = ''): Promise<void> {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(start))) {
    const path = join(folder, name);
    const drawn = await readFile(path);
    const small = await sharp(drawn).png({ palette: true, colours: 256, dither: 0, effort: 10 }).toBuffer();
    if (small.length < drawn.length) await writeFile(path, small);
  }
}
