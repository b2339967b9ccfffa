import { tick } from 'svelte';

/** What takes the place of what was just pressed is where the keyboard goes on. */
export function takeFocus(element: HTMLElement): void {
  void tick().then(() => element.focus());
}
