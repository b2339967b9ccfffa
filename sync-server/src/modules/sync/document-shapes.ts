import { documentContents, documentRoots, documentTypes } from '@komod/documents/document-shape';
import type { DocumentKind } from '@komod/domain/document-name';
import { DocumentShape } from '@komod/sync/server/admission/document-shape';

const shapeOf = (kind: DocumentKind): DocumentShape =>
  new DocumentShape({ roots: documentRoots[kind], contents: documentContents, types: documentTypes });

/** What its owner's devices may write into a document, by its kind. */
export const shapes: Readonly<Record<DocumentKind, DocumentShape>> = {
  closet: shapeOf('closet'),
  account: shapeOf('account'),
  inbox: shapeOf('inbox'),
  shelf: shapeOf('shelf'),
};
