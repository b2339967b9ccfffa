/** Width and height of a photo, and of the sheet on which garments are laid out; its middle is x = 600. */
export const sheet = { width: 1200, height: 1600 } as const;

type Point = readonly [number, number];
interface Segment {
  controls: Point[];
  end: Point;
}

const mirrored = ([x, y]: Point): Point => [sheet.width - x, y];
const text = ([x, y]: Point): string => `${x} ${y}`;

function parse(path: string): { start: Point; segments: Segment[] } {
  const found = [...path.matchAll(/([MLC])([^MLCZ]*)/g)].map(([, command, numbers = '']) => {
    const values = numbers
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    const points: Point[] = [];
    for (let index = 0; index < values.length; index += 2)
      points.push([values[index] ?? 0, values[index + 1] ?? 0]);
    return { command, points };
  });
  const [first, ...rest] = found;
  const segments = rest.flatMap(({ command, points }) => {
    const step = command === 'C' ? 3 : 1;
    const made: Segment[] = [];
    for (let index = 0; index < points.length; index += step)
      made.push({ controls: points.slice(index, index + step - 1), end: points[index + step - 1]! });
    return made;
  });
  return { start: first?.points[0] ?? [0, 0], segments };
}

const write = (segments: readonly Segment[]): string =>
  segments
    .map(({ controls, end }) => `${controls.length > 0 ? 'C' : 'L'}${[...controls, end].map(text).join(' ')}`)
    .join('');

/** The same path on the other side of the middle. Takes absolute `M`, `L` and `C` only. */
export function mirror(path: string): string {
  const { start, segments } = parse(path);
  const turned = segments.map(({ controls, end }) => ({
    controls: controls.map(mirrored),
    end: mirrored(end),
  }));
  return `M${text(mirrored(start))}${write(turned)}${path.trim().endsWith('Z') ? 'Z' : ''}`;
}

/** A closed outline from its left half, which runs from the middle at the top to the middle at the bottom. */
export function symmetric(half: string): string {
  const { start, segments } = parse(half);
  const back: Segment[] = [];
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const { controls } = segments[index]!;
    const end = index > 0 ? segments[index - 1]!.end : start;
    back.push({ controls: controls.toReversed().map(mirrored), end: mirrored(end) });
  }
  return `M${text(start)}${write(segments)}${write(back)}Z`;
}

export const both = (path: string): string[] => [path, mirror(path)];
