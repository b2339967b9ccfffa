export const documentKinds = ['closet', 'account', 'inbox', 'shelf'] as const;
export type DocumentKind = (typeof documentKinds)[number];
export type DocumentName = `${DocumentKind}/${string}`;

/** Who may write a document: its owner's devices, or the server alone. */
export const documentWriter: Readonly<Record<DocumentKind, 'owner' | 'server'>> = {
  closet: 'owner',
  account: 'owner',
  inbox: 'server',
  shelf: 'server',
};

export const documentName = (kind: DocumentKind, userId: string): DocumentName => `${kind}/${userId}`;

/** Of a name that is known to be one of ours; what every frame asks, so no text is made for it. */
export const kindOf = (name: string): DocumentKind => {
  for (const kind of documentKinds) if (name.startsWith(kind)) return kind;
  throw new Error(`${name} is no document of ours`);
};

/** `null` for a name that is none of ours. */
export function parseDocumentName(name: string): { kind: DocumentKind; userId: string } | null {
  const slash = name.indexOf('/');
  const kind = documentKinds.find((known) => known === name.slice(0, slash));
  const userId = name.slice(slash + 1);
  return kind && /^[A-Za-z0-9_-]{1,64}$/.test(userId) ? { kind, userId } : null;
}
