import { DocumentShape } from '@komod/sync/server/admission/document-shape';

/** Everything Yjs can write but documents inside documents, under any name. */
export const anyShape = new DocumentShape({
  roots: null,
  contents: ['json', 'binary', 'text', 'embed', 'format', 'type', 'any'],
  types: ['array', 'map', 'text', 'xml-element', 'xml-fragment', 'xml-hook', 'xml-text'],
});
