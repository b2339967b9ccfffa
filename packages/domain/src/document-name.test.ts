import { expect, test } from 'vitest';
import { documentKinds, documentName, kindOf, parseDocumentName } from './document-name.ts';

test.for(documentKinds.map((kind) => ({ kind })))(
  'the name of a document of kind $kind tells its kind',
  ({ kind }) => {
    // Other kinds may stand in the id of a user.
    for (const userId of ['u1', ...documentKinds]) {
      const name = documentName(kind, userId);
      expect(kindOf(name)).toBe(kind);
      expect(parseDocumentName(name)).toEqual({ kind, userId });
    }
  },
);

test('what is no document of ours has no kind', () => {
  expect(() => kindOf('notes/u1')).toThrow('notes/u1 is no document of ours');
  expect(parseDocumentName('notes/u1')).toBeNull();
});
