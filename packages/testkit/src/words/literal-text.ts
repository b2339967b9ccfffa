import { parse, type AST } from 'svelte/compiler';

/** Attributes whose text is read out or shown. */
const spoken = new Set([
  'alt',
  'title',
  'placeholder',
  'label',
  'sentence',
  'message',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
]);
const hasWord = (text: string): boolean => /\p{L}{2,}/u.test(text);

/** Text that stands in a component itself instead of in the messages: no reader of another language gets it. */
export function literalTexts(source: string): string[] {
  const found: string[] = [];
  const take = (text: string) => {
    if (hasWord(text)) found.push(text.trim());
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { type } = node as { type?: string };
    if (type === 'StyleDirective') return;
    if (type === 'Text') return take((node as AST.Text).data);
    if (type === 'Attribute') {
      const { name, value } = node as AST.Attribute;
      if (!spoken.has(name) || value === true) return;
      for (const part of Array.isArray(value) ? value : [value]) {
        if (part.type === 'Text') take(part.data);
        else if (part.expression.type === 'Literal') take(String(part.expression.value));
      }
      return;
    }
    if (type === 'ExpressionTag') {
      const { expression } = node as AST.ExpressionTag;
      if (expression.type === 'Literal') take(String(expression.value));
      return;
    }
    Object.values(node).forEach(visit);
  };
  visit(parse(source, { modern: true }).fragment);
  return found;
}
