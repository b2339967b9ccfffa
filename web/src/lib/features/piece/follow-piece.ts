import type { catalogClient } from '#lib/platform/catalog-client.ts';
import { followCatalog } from '#lib/platform/catalog-live.ts';

const changesAtOnce = 200;

/** Calls `onChange` whenever one piece may have changed, while the page is looked at. Returns the end of it. */
export function followPiece(
  id: string,
  client: Pick<ReturnType<typeof catalogClient>, 'changes'>,
  onChange: () => void,
): () => void {
  return followCatalog(pieceEars(id, client, onChange));
}

/** What `followPiece` does with what it hears. */
export function pieceEars(
  id: string,
  client: Pick<ReturnType<typeof catalogClient>, 'changes'>,
  onChange: () => void,
) {
  /** News up to here is known; `null` until the first word, before which the page was read anew. */
  let known: number | null = null;
  let newest = 0;
  let isReading = false;

  async function catchUp(): Promise<void> {
    if (isReading) return;
    isReading = true;
    while (known !== null && known !== newest) {
      const answer = await client.changes(known, changesAtOnce);
      if (answer.kind === 'unreachable') break;
      if (answer.kind === 'refused') {
        // Another timeline, or away for too long to be told the difference.
        onChange();
        known = newest;
        continue;
      }
      const { head, changes, more } = answer.value;
      if (changes.some((change) => change.id === id)) onChange();
      // A part of the news ends at its last change; the whole of it may reach further than the last word did.
      known = more ? (changes.at(-1)?.seq ?? newest) : head;
      if (!more) newest = Math.max(newest, head);
    }
    isReading = false;
  }

  return {
    after: () => known ?? 0,
    onOpen: onChange,
    onHead: (head: number) => {
      newest = head;
      if (known === null) known = head;
      else void catchUp();
    },
  };
}
