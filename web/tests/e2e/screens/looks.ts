/** The screens that every look is drawn on, in CSS px. */
export const sizes = { phone: { width: 390, height: 844 }, wide: { width: 1280, height: 800 } };

/** Of all pixels. Letters are drawn a little otherwise by another build of the browser; a moved line is far more. */
export const maxDiffPixelRatio = 0.003;
