// How one photo lies on the viewer's stage. Lengths in CSS px; points and offsets from the stage's middle.

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The photo is moved by `x`, `y` after it was scaled about its middle. 1 is the whole photo, fitted. */
export interface View extends Point {
  scale: number;
}

export interface Stage extends Size {
  /** The photo as it is fitted at scale 1. */
  photo: Size;
}

export const wholePhoto: View = { scale: 1, x: 0, y: 0 };
export const largestScale = 4;

/** The largest size of a photo that is wholly on the stage. */
export function fitted(stage: Size, photo: Size): Size {
  const ratio = Math.min(stage.width / photo.width, stage.height / photo.height);
  return { width: photo.width * ratio, height: photo.height * ratio };
}

// Plus nothing, so that no zero is negative.
const within = (value: number, most: number): number => Math.max(-most, Math.min(most, value)) + 0;

/** The nearest view in which the photo leaves no more of the stage empty than it must. */
export function held(view: View, stage: Stage): View {
  const scale = Math.max(1, Math.min(largestScale, view.scale));
  const spare = (photo: number, room: number) => Math.max(0, (photo * scale - room) / 2);
  return {
    scale,
    x: within(view.x, spare(stage.photo.width, stage.width)),
    y: within(view.y, spare(stage.photo.height, stage.height)),
  };
}

/** Scales so that what lies under `point` stays under it. */
export function scaledAt(view: View, stage: Stage, point: Point, scale: number): View {
  const next = Math.max(1, Math.min(largestScale, scale));
  const grown = next / view.scale;
  return held(
    { scale: next, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown },
    stage,
  );
}
