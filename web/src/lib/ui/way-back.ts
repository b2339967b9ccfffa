/** Entries of our own behind the one on the screen, since the page was loaded. */
let behind = 0;

/** The page moved by so many entries of its history; a new one is 1. */
export function noteMove(by: number): void {
  behind = Math.max(0, behind + by);
}

/** True when Back lands on a page of ours. Browsers without the Navigation API do not say, so it is counted. */
export const isBackOurs = (): boolean => globalThis.navigation?.canGoBack ?? behind > 0;
