/**
 * A thing in the words of schema.org, as a whole script element. What people typed can not end the element: every
 * `<` is escaped.
 */
export function jsonLdScript(thing: Record<string, unknown>): string {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...thing }).replaceAll(
    '<',
    String.raw`\u003c`,
  );
  return `<script type="application/ld+json">${json}</script>`;
}
