/** A picture of one number per pixel, a quarter of the photo's width and height. */
export interface Field {
  width: number;
  height: number;
  values: Float32Array;
}

function blurRows(from: Float32Array, to: Float32Array, width: number, height: number, radius: number): void {
  const span = 2 * radius + 1;
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let sum = 0;
    for (let x = -radius; x <= radius; x += 1) sum += from[row + Math.min(width - 1, Math.max(0, x))]!;
    for (let x = 0; x < width; x += 1) {
      to[row + x] = sum / span;
      sum += from[row + Math.min(width - 1, x + radius + 1)]! - from[row + Math.max(0, x - radius)]!;
    }
  }
}

function turn(from: Float32Array, to: Float32Array, width: number, height: number): void {
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) to[x * height + y] = from[y * width + x]!;
}

/** Three box blurs each way: as good as a Gaussian. */
export function blurred({ width, height, values }: Field, radius: number): Field {
  let one: Float32Array = new Float32Array(values);
  let other: Float32Array = new Float32Array(values.length);
  const reach = Math.max(1, Math.round(radius));
  for (let pass = 0; pass < 3; pass += 1) {
    blurRows(one, other, width, height, reach);
    [one, other] = [other, one];
  }
  turn(one, other, width, height);
  [one, other] = [other, one];
  for (let pass = 0; pass < 3; pass += 1) {
    blurRows(one, other, height, width, reach);
    [one, other] = [other, one];
  }
  turn(one, other, height, width);
  return { width, height, values: other };
}

/** Values moved to the right and down; what comes in from outside is 0. */
export function shifted({ width, height, values }: Field, dx: number, dy: number): Field {
  const moved = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const fromX = x - dx;
      const fromY = y - dy;
      if (fromX >= 0 && fromY >= 0 && fromX < width && fromY < height)
        moved[y * width + x] = values[fromY * width + fromX]!;
    }
  return { width, height, values: moved };
}
