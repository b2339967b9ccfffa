import type { Pattern } from '../art/fabric.ts';

/** Muted dyes by the domain's colour id. */
const dyes = {
  black: '#2a292d',
  white: '#eeeae1',
  cream: '#e6dbc3',
  beige: '#c8b08c',
  brown: '#6a4932',
  grey: '#84848a',
  red: '#a23a32',
  burgundy: '#6a2438',
  pink: '#d3a0a3',
  orange: '#b5652f',
  yellow: '#cfa645',
  green: '#426a50',
  olive: '#6e6d45',
  turquoise: '#4e8c90',
  'light-blue': '#9db6cb',
  blue: '#3f6093',
  navy: '#28314c',
  purple: '#5e4c70',
} as const;

export type Dye = keyof typeof dyes;

/** Colours for drawing a pattern in a dye, and those a seller would name. */
export function dyed(dye: Dye, pattern: Pattern): { hexes: string[]; named: Dye[] } {
  const hex = dyes[dye];
  switch (pattern) {
    case 'stripe':
    case 'gingham':
      return { hexes: [dyes.white, hex], named: ['white', dye] };
    case 'check':
      return { hexes: [hex, '#3f3733', dyes.cream], named: [dye] };
    case 'pinstripe':
      return { hexes: [hex, dyes.white], named: [dye] };
    case 'dots':
      return { hexes: [hex, dyes.cream], named: [dye, 'cream'] };
    case 'floral':
      return dye === 'cream' || dye === 'white'
        ? { hexes: [hex, dyes.red, dyes.yellow, dyes.green], named: [dye, 'red'] }
        : { hexes: [hex, dyes.cream, dyes.yellow, '#7d9a7f'], named: [dye] };
    default:
      return { hexes: [hex], named: [dye] };
  }
}
