import { sizeRegions } from '@komod/domain/size-scales';
import type { SizeRegion } from '@komod/domain/size-scales';
import { browser } from '$app/env';

/** Whose size labels this device reads: the last choice, else by the country of its language. */
const key = 'komod.size-region';
const american = /^(en|es)-(US|CA|PR)$/;
const british = /^(en|cy|ga)-(GB|IE)$/;

function firstRegion(): SizeRegion {
  if (!browser) return 'eu';
  const kept = localStorage.getItem(key);
  const known = sizeRegions.find((each) => each === kept);
  if (known) return known;
  if (american.test(navigator.language)) return 'us';
  return british.test(navigator.language) ? 'uk' : 'eu';
}

let region = $state(firstRegion());

export const sizeRegion = (): SizeRegion => region;

export function chooseSizeRegion(chosen: SizeRegion): void {
  region = chosen;
  localStorage.setItem(key, chosen);
}
