const pressMs = 500;
const slackPx = 10;

/**
 * Runs when something is pressed and held still. What the finger then lets go of is not a tap, and the browser's
 * own menu of a held link stays away.
 */
export const longPress =
  (run: () => void) =>
  (element: HTMLElement): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start = { x: 0, y: 0 };
    let wasLong = false;
    const stop = () => clearTimeout(timer);
    const down = (event: PointerEvent) => {
      wasLong = false;
      if (!event.isPrimary || event.button !== 0) return;
      start = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        wasLong = true;
        run();
      }, pressMs);
    };
    const move = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > slackPx) stop();
    };
    const click = (event: MouseEvent) => {
      if (!wasLong) return;
      wasLong = false;
      event.preventDefault();
      event.stopPropagation();
    };
    const menu = (event: Event) => {
      if (matchMedia('(pointer: coarse)').matches) event.preventDefault();
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const)
      element.addEventListener(end, stop);
    element.addEventListener('click', click, true);
    element.addEventListener('contextmenu', menu);
    return () => {
      stop();
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const)
        element.removeEventListener(end, stop);
      element.removeEventListener('click', click, true);
      element.removeEventListener('contextmenu', menu);
    };
  };
