/** Resolves once what was drawn by now is on the screen; soon, where nothing is painted. */
export const whenPainted = (): Promise<void> =>
  new Promise((resolve) => {
    const elseTimer = setTimeout(resolve, longestMs);
    // After the frame, and whatever it still had to do.
    requestAnimationFrame(() =>
      setTimeout(() => {
        clearTimeout(elseTimer);
        resolve();
      }),
    );
  });

/** A hidden page has no frames. */
const longestMs = 300;
