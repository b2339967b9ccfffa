import { error } from '@sveltejs/kit';
import { dev } from '$app/env';

export const ssr = false;

/** For those who build Komod: no visitor's server has this address. */
export function load(): void {
  if (!dev) error(404);
}
