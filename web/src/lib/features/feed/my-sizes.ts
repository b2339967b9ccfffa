import { findSize, sizeScales } from '@komod/domain/size-scales';

const key = 'komod.my-sizes';

/** The sizes this shopper last looked for, of each scale; none on a device that keeps nothing. */
export function readMySizes(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string' && findSize(id) !== null) : [];
  } catch {
    return [];
  }
}

/** Puts the newly chosen sizes in the place of the former ones of the same scales: a shoe size stays beside an M. */
export function renewMySizes(mine: readonly string[], chosen: readonly string[]): string[] {
  return Object.values(sizeScales).flatMap(({ sizes }) => {
    const of = (ids: readonly string[]) => sizes.map(({ id }) => id).filter((id) => ids.includes(id));
    const anew = of(chosen);
    return anew.length > 0 ? anew : of(mine);
  });
}

export function keepMySizes(chosen: readonly string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(renewMySizes(readMySizes(), chosen)));
  } catch {
    // Chosen for this time.
  }
}
