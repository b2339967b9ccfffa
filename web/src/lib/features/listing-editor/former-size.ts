/** The size that did not fit a listing's new category: asked after also by a page that was loaded anew. */
const keyOf = (id: string): string => `komod.former-size.${id}`;

export function formerSizeOf(id: string): string | undefined {
  try {
    return sessionStorage.getItem(keyOf(id)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepFormerSize(id: string, size: string | undefined): void {
  try {
    if (size === undefined) sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), size);
  } catch {
    // A tab that keeps nothing asks without a memory.
  }
}
