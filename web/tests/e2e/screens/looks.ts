/** The screens that every look is drawn on, in CSS px. */
export const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1280, height: 800 } };

/**
 * Of one picture. A rail that changes its shape or its weight on one card is some 300 pixels; letters on a whole
 * screen drawn a little otherwise by another build of the browser are fewer than this.
 */
export const maxDiffPixels = 200;
