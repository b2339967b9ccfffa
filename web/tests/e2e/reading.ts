import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const smallestTarget = 44;
const smallestText = 12;
/** Whatever a finger is meant for. A box to tick is pressed by its label. */
const pressable = [
  'a',
  'button',
  'summary',
  'textarea',
  'select',
  'label:has(input)',
  'input:not([type="file"], label input)',
  ...['button', 'checkbox', 'option', 'menuitem', 'radio', 'switch', 'tab'].map((role) => `[role="${role}"]`),
].join(', ');

/** What a reader with poor eyes, a thumb or a screen reader would stumble over. Empty when nothing. */
export async function findingsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id} at ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 3)
          .join(', ')}`,
    );
  const small = await page.evaluate(
    ([targetMin, textMin, targetsToMeasure]) => {
      const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true });
      const targets = [...document.querySelectorAll(targetsToMeasure)]
        .filter((element) => isSeen(element) && !element.closest('[aria-hidden="true"]'))
        .map((element) => ({
          words: element.textContent.trim() || element.getAttribute('aria-label') || element.id,
          box: element.getBoundingClientRect(),
        }))
        .filter(({ box }) => Math.min(box.width, box.height) < targetMin - 0.1)
        .map(({ words, box }) => `a target of ${box.width}×${box.height}: ${words}`);
      const texts = [...document.querySelectorAll('body *')]
        .filter((element) =>
          [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim()),
        )
        .filter((element) => isSeen(element) && !element.closest('script, style, .sr-only'))
        .filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < textMin)
        .map((element) => `text too small: ${element.textContent.trim()}`);
      return [...targets, ...texts];
    },
    [smallestTarget, smallestText, pressable] as const,
  );
  return [...serious, ...small];
}
