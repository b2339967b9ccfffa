import type { Garment } from './garment.ts';
import { lettering, letteringWidth } from './label-letters.ts';
import { sheet } from './outline.ts';

/** Where a photo looks: turned and scaled about a point of the sheet that comes to the middle. */
export interface View {
  focus: readonly [number, number];
  scale: number;
  /** Degrees clockwise. */
  turn: number;
}

/** Parts are told apart by the red of their fill: the n-th is `partStep × (n + 1)`. */
export const partStep = 6;

const transform = ({ focus, scale, turn }: View): string =>
  `translate(${sheet.width / 2} ${sheet.height / 2}) scale(${scale}) rotate(${turn}) translate(${-focus[0]} ${-focus[1]})`;

const svg = (view: View, content: string, ground = ''): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sheet.width}" height="${sheet.height}" viewBox="0 0 ${sheet.width} ${sheet.height}">${ground}<g transform="${transform(view)}" stroke-linejoin="round" stroke-linecap="round">${content}</g></svg>`,
  );

const small = (drawing: Buffer): Buffer =>
  Buffer.from(
    drawing
      .toString()
      .replace(
        `width="${sheet.width}" height="${sheet.height}"`,
        `width="${sheet.width / 4}" height="${sheet.height / 4}"`,
      ),
  );

/** Which part lies where. */
export const partsSvg = (garment: Garment, view: View): Buffer =>
  svg(
    view,
    garment.parts
      .map(({ path }, index) => `<path d="${path}" fill="rgb(${(index + 1) * partStep},0,0)"/>`)
      .join(''),
  );

/** How high everything lies, in grey, a quarter of the size. */
export const liftSvg = (garment: Garment, view: View): Buffer => {
  const grey = (lift: number): string => `rgb(${[0, 0, 0].map(() => Math.round(60 + lift * 150)).join()})`;
  const parts = garment.parts.map(({ path, lift }) => `<path d="${path}" fill="${grey(lift)}"/>`);
  const cords = (garment.cords ?? []).map(
    ({ path, width }) => `<path d="${path}" fill="none" stroke="#fff" stroke-width="${width}"/>`,
  );
  return small(svg(view, [...parts, ...cords].join(''), '<rect width="100%" height="100%" fill="#000"/>'));
};

export interface Crease {
  path: string;
  width: number;
  depth: number;
}

/** Soft furrows (dark) with the swelling beside them (light), a quarter of the size. */
export const creaseSvg = (creases: readonly Crease[], view: View): Buffer =>
  small(
    svg(
      view,
      creases
        .flatMap(({ path, width, depth }) => [
          `<path d="${path}" transform="translate(${-width * 0.55} ${-width * 0.2})" fill="none" stroke="#fff" stroke-opacity="${depth}" stroke-width="${width}"/>`,
          `<path d="${path}" transform="translate(${width * 0.45} ${width * 0.2})" fill="none" stroke="#000" stroke-opacity="${depth}" stroke-width="${width * 0.8}"/>`,
        ])
        .join(''),
      '<rect width="100%" height="100%" fill="#808080"/>',
    ),
  );

export interface Trimmings {
  thread: string;
  button: string;
  metal: string;
  cord: string;
  /** Words on the label; `null` for a photo on which it does not show. */
  size: string | null;
  /** Sewn lines are drawn as strong as this, 0 to 1. */
  seam: number;
}

function button([x, y, r]: readonly [number, number, number], colour: string): string {
  const hole = (dx: number, dy: number): string =>
    `<circle cx="${x + dx * r * 0.26}" cy="${y + dy * r * 0.26}" r="${r * 0.13}" fill="#000" fill-opacity=".55"/>`;
  return [
    `<circle cx="${x + r * 0.22}" cy="${y + r * 0.34}" r="${r * 1.06}" fill="#000" fill-opacity=".34"/>`,
    `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}"/>`,
    `<circle cx="${x}" cy="${y}" r="${r * 0.86}" fill="none" stroke="#000" stroke-opacity=".26" stroke-width="${r * 0.14}"/>`,
    `<path d="M${x - r * 0.72} ${y + r * 0.2}A${r * 0.74} ${r * 0.74} 0 0 1 ${x + r * 0.2} ${y - r * 0.72}" fill="none" stroke="#fff" stroke-opacity=".42" stroke-width="${r * 0.12}"/>`,
    r > 8 ? hole(-1, -1) + hole(1, -1) + hole(-1, 1) + hole(1, 1) : '',
  ].join('');
}

function sizeLabel([x, y]: readonly [number, number], size: string): string {
  const letterHeight = 15;
  const width = Math.max(72, letteringWidth(size, letterHeight) + 36);
  const height = 46;
  const left = x - width / 2;
  const top = y - height / 2;
  const care = [
    `M${x - 22} ${y + 11}l2 7h10l2 -7`,
    `M${x - 2} ${y + 18}l5 -8l5 8z`,
    `M${x + 13} ${y + 10}h9v9h-9zM${x + 15} ${y + 14.5}h5`,
  ];
  return [
    `<rect x="${left + 2}" y="${top + 3}" width="${width}" height="${height}" rx="2" fill="#000" fill-opacity=".3"/>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="2" fill="#f4f0e6"/>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="2" fill="none" stroke="#000" stroke-opacity=".16" stroke-width="1"/>`,
    ...Array.from(
      { length: 9 },
      (_, row) =>
        `<path d="M${left} ${top + 3 + row * 5}h${width}" stroke="#000" stroke-opacity=".045" stroke-width="1.2"/>`,
    ),
    ...[left + 4, left + width - 4].map(
      (at) =>
        `<path d="M${at} ${top + 3}v${height - 6}" stroke="#8d8778" stroke-width="1.3" stroke-dasharray="4 2.4"/>`,
    ),
    `<g fill="none" stroke="#2b2a2c" stroke-width=".62">${lettering(size, [x, y - 7], letterHeight)}</g>`,
    `<g fill="none" stroke="#55524d" stroke-width="1">${care.map((path) => `<path d="${path}"/>`).join('')}</g>`,
  ].join('');
}

/** All that is sewn on: seams, thread, cords, metal, buttons, the label. */
export const trimmingsSvg = (garment: Garment, view: View, trim: Trimmings): Buffer => {
  const line = (path: string, style: string): string => `<path d="${path}" fill="none" ${style}/>`;
  const seams = garment.seams.flatMap((path) => [
    line(path, `stroke="#000" stroke-opacity="${0.1 * trim.seam}" stroke-width="11"`),
    line(path, `stroke="#000" stroke-opacity="${0.42 * trim.seam}" stroke-width="3"`),
    `<g transform="translate(1.4 2.6)">${line(path, `stroke="#fff" stroke-opacity="${0.17 * trim.seam}" stroke-width="2"`)}</g>`,
  ]);
  const stitches = (garment.stitches ?? []).flatMap((path) => [
    line(path, `stroke="#000" stroke-opacity="${0.13 * trim.seam}" stroke-width="5"`),
    line(path, `stroke="${trim.thread}" stroke-opacity=".72" stroke-width="2" stroke-dasharray="7 4"`),
  ]);
  const cords = (garment.cords ?? []).flatMap(({ path, width }) => [
    `<g transform="translate(2 4)">${line(path, `stroke="#000" stroke-opacity=".28" stroke-width="${width}"`)}</g>`,
    line(path, `stroke="${trim.cord}" stroke-width="${width}"`),
    line(
      path,
      `stroke="#000" stroke-opacity=".14" stroke-width="${width * 0.9}" stroke-dasharray="2 4" stroke-linecap="butt"`,
    ),
    `<g transform="translate(${-width * 0.18} ${-width * 0.2})">${line(path, `stroke="#fff" stroke-opacity=".26" stroke-width="${width * 0.3}"`)}</g>`,
  ]);
  const metal = (garment.metal ?? []).flatMap((path) => {
    const isRivet = path.length < 24;
    const weight = isRivet ? 15 : 11;
    return [
      `<g transform="translate(2 4)">${line(path, `stroke="#000" stroke-opacity=".4" stroke-width="${weight}"`)}</g>`,
      line(path, `stroke="${trim.metal}" stroke-width="${weight}"`),
      `<g transform="translate(-1.6 -2)">${line(path, `stroke="#fff" stroke-opacity=".55" stroke-width="${weight * 0.26}"`)}</g>`,
    ];
  });
  const buttons = (garment.buttons ?? []).map((place) => button(place, trim.button));
  const label = trim.size === null ? '' : sizeLabel(garment.label, trim.size);
  return svg(view, [...seams, ...stitches, label, ...cords, ...metal, ...buttons].join(''));
};
