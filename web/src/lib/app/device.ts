import { m } from '#lib/paraglide/messages.js';

export type DeviceKind = 'phone' | 'tablet' | 'computer';

// Asked with every sentence, and a new question each time costs more than all the rest of it.
let coarse: MediaQueryList | undefined;

/** What this thing is called in sentences. A finger and a small screen make a phone. */
export function deviceKind(): DeviceKind {
  coarse ??= matchMedia('(pointer: coarse)');
  if (!coarse.matches) return innerWidth < 640 ? 'phone' : 'computer';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}

const words: Record<DeviceKind, () => string> = {
  phone: m.device_phone,
  tablet: m.device_tablet,
  computer: m.device_computer,
};

export const deviceWord = (): string => words[deviceKind()]();
