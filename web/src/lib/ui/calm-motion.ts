/** Whoever asked for less motion sees states switch; nothing travels. */
export const isCalm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** How a scroll that leads the eye gets there. */
export const travel = (): ScrollBehavior => (isCalm() ? 'instant' : 'smooth');
