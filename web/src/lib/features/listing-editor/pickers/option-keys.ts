import { foldText, foldWords } from '@komod/domain/fold-words';

const centre = ({ left, width }: DOMRect): number => left + width / 2;

/** The nearest one in the next row of a grid that wraps as it likes. */
function inNextRow(options: readonly HTMLElement[], from: HTMLElement, step: 1 | -1): HTMLElement | null {
  const here = from.getBoundingClientRect();
  const beyond = options
    .map((option) => ({ option, box: option.getBoundingClientRect() }))
    .filter(({ box }) => (box.top - here.top) * step > here.height / 2);
  const row = Math.min(...beyond.map(({ box }) => box.top * step)) * step;
  const inRow = beyond.filter(({ box }) => Math.abs(box.top - row) < here.height / 2);
  const distance = ({ box }: { box: DOMRect }): number => Math.abs(centre(box) - centre(here));
  return inRow.toSorted((a, b) => distance(a) - distance(b))[0]?.option ?? null;
}

/** Where a key leads from an option; `null`: nowhere, or it is no such key. Left and right follow the script. */
export function optionByKey(
  key: string,
  options: readonly HTMLElement[],
  from: HTMLElement,
): HTMLElement | null {
  const forward = getComputedStyle(from).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const at = options.indexOf(from);
  if (key === 'Home') return options[0] ?? null;
  if (key === 'End') return options.at(-1) ?? null;
  if (key === 'ArrowDown') return inNextRow(options, from, 1);
  if (key === 'ArrowUp') return inNextRow(options, from, -1);
  if (key === 'ArrowLeft' || key === 'ArrowRight') return options[at + (key === forward ? 1 : -1)] ?? null;
  return null;
}

/** Letters further apart than this begin a new word. */
const pauseMs = 700;

/** Finds the option that is being typed, by the start of any of its words. */
export function createTypeAhead(): (
  event: KeyboardEvent,
  options: readonly HTMLElement[],
  from: HTMLElement,
) => HTMLElement | null {
  let typed = '';
  let typedAt = -Infinity;
  const isTyped = (option: HTMLElement): boolean => {
    const words = foldWords(option.textContent);
    return words.some((_, start) => words.slice(start).join('').startsWith(typed));
  };
  return ({ key, timeStamp, ctrlKey, metaKey, altKey }, options, from) => {
    const letter = key.length === 1 && !ctrlKey && !metaKey && !altKey ? foldText(key) : '';
    if (letter === '') return null;
    const isNew = timeStamp - typedAt > pauseMs;
    typed = isNew || typed === letter ? letter : typed + letter;
    typedAt = timeStamp;
    // The same letter again goes on to the next one that has it.
    const start = options.indexOf(from) + (typed.length === 1 ? 1 : 0);
    return [...options.slice(start), ...options.slice(0, start)].find(isTyped) ?? null;
  };
}
