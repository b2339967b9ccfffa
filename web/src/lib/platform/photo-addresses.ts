const widths = [320, 640, 1280] as const;

export const photoAddress = (photoId: string, width: (typeof widths)[number] | 'og'): string =>
  `/media/${photoId}/${width}`;

export const photoSet = (photoId: string): string =>
  widths.map((width) => `${photoAddress(photoId, width)} ${width}w`).join(', ');

/** How wide a cover stands in the photo grid of `theme.css`. */
export const coverSizes =
  '(width >= 1440px) 16vw, (width >= 1200px) 17vw, (width >= 960px) 20vw, (width >= 640px) 33vw, 50vw';
