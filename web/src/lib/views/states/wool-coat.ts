import type { PhotoRef } from '@komod/domain/piece';

/** A grey wool coat on sand, of which only the blur is to be had. */
export const woolCoat: PhotoRef = {
  id: '0'.repeat(64),
  width: 1200,
  height: 1600,
  thumbhash: 'mQgKDQR/iIh4l3h3d4iIiIeAhwg=',
};

/** Written by a seller, so the same in every language. */
export const sellersWords = 'Wool coat';
