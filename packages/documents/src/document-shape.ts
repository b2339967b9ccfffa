import type { DocumentKind } from '@komod/domain/document-name';

/** The top-level names of each document. */
export const documentRoots = {
  closet: ['listings'],
  account: ['profile', 'likes', 'follows', 'preferences', 'savedSearches', 'outbox'],
  inbox: ['receipts', 'threads', 'offers', 'orders', 'notices'],
  shelf: ['listings'],
} as const satisfies Record<DocumentKind, readonly string[]>;

/** What documents are made of, by the names Yjs has for it: plain text and JSON in maps and lists. */
export const documentContents = ['text', 'any', 'type'] as const;
export const documentTypes = ['array', 'map', 'text'] as const;
