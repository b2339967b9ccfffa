import { tick } from 'svelte';
import { editorFields } from './editor-fields.ts';

const controls = 'input:not([type="file"]), textarea, button, a[href]';

/** What is focused of a field: itself, or the first choice in it. */
function controlOf(field: HTMLElement): HTMLElement {
  return field.matches(controls) ? field : (field.querySelector<HTMLElement>(controls) ?? field);
}

/** Next and Done on the keyboard: to the field after this one, or after the last to what `findEnd` finds then. */
export function walkOn(from: HTMLElement, findEnd: () => HTMLElement | null | undefined): void {
  const place = editorFields.findIndex((id) => document.getElementById(id)?.contains(from));
  const next = editorFields
    .slice(place + 1)
    .map((id) => document.getElementById(id))
    .find((field) => field !== null);
  if (next) return arriveAt(controlOf(next));
  // What ends the form hides from the touch keyboard, or is another act, until the field is left. No frame is waited
  // for: the next key may come before it.
  from.blur();
  void tick().then(() => {
    const end = findEnd();
    if (end) arriveAt(end);
  });
}

function arriveAt(target: HTMLElement): void {
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'nearest' });
}

/** Brings a field to the eye and takes the focus there. */
export function showField(id: string): void {
  const field = document.getElementById(id);
  if (!field) return;
  field.scrollIntoView({ block: 'center' });
  (field.matches('[tabindex], input, textarea, button') ? field : controlOf(field)).focus({
    preventScroll: true,
  });
}
