import { parse } from 'svelte/compiler';

/** Attributes and properties whose text is read out or shown. */
const spoken = new Set([
  'alt',
  'title',
  'placeholder',
  'label',
  'sentence',
  'message',
  'hint',
  'error',
  'none',
  'listLabel',
  'closeLabel',
  'backLabel',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
]);
const hasWord = (text: string): boolean => /\p{L}{2,}/u.test(text);

interface Node {
  type?: string;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What an expression may come out as, where that is written in it: through choices, joins and templates. */
function textsIn(expression: unknown): string[] {
  if (!isNode(expression)) return [];
  const { type } = expression;
  if (type === 'Literal') return typeof expression.value === 'string' ? [expression.value] : [];
  if (type === 'TemplateLiteral')
    return (expression.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  if (type === 'ConditionalExpression') return [expression.consequent, expression.alternate].flatMap(textsIn);
  if (type === 'LogicalExpression')
    return [...(expression.operator === '&&' ? [] : textsIn(expression.left)), ...textsIn(expression.right)];
  if (type === 'BinaryExpression' && expression.operator === '+')
    return [expression.left, expression.right].flatMap(textsIn);
  return [];
}

/** Text that stands in a component itself instead of in the messages: no reader of another language gets it. */
export function literalTexts(source: string): string[] {
  const found: string[] = [];
  const take = (text: string) => {
    if (hasWord(text)) found.push(text.trim());
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isNode(node)) return;
    const { type } = node;
    if (type === 'StyleDirective') return;
    if (type === 'Text') return take(node.data as string);
    if (type === 'Attribute') {
      const { name, value } = node as { name: string; value: unknown };
      if (!spoken.has(name)) return visitScript(value);
      for (const part of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (!isNode(part)) continue;
        if (part.type === 'Text') take(part.data as string);
        else {
          textsIn(part.expression).forEach(take);
          visitScript(part.expression);
        }
      }
      return;
    }
    if (type === 'ExpressionTag') {
      textsIn(node.expression).forEach(take);
      return visitScript(node.expression);
    }
    if (type === 'Property') return visitScript(node);
    Object.values(node).forEach(visit);
  };
  /** In code only what is given a spoken name is known to be said: `{ message: 'Gone' }`. */
  const visitScript = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visitScript);
    if (!isNode(node)) return;
    if (node.type === 'Property' && isNode(node.key)) {
      if (spoken.has(String(node.key.name ?? node.key.value))) textsIn(node.value).forEach(take);
    }
    Object.values(node).forEach(visitScript);
  };
  const { fragment, instance, module } = parse(source, { modern: true });
  visit(fragment);
  visitScript(instance?.content);
  visitScript(module?.content);
  return found;
}

const givesSpoken = new RegExp(`(?:${[...spoken].join('|')})['"]?:`);

/** The same in a file of code; most give nothing a spoken name, and need not be parsed. */
export const literalTextsOfCode = (source: string): string[] =>
  givesSpoken.test(source)
    ? literalTexts(`<script module lang="ts">${source.replaceAll('</script', '')}</script>`)
    : [];
