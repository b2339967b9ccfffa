import { closeCodes, type CloseCode } from './close-codes.ts';

/** Why a document frame was refused (message 101, and the reason of the close that follows). */
export type FrameRefusal =
  | 'document.malformed'
  | 'document.too-large'
  | 'document.read-only'
  | 'document.gap';

/** The close a stock client sees for it; all are final, because sending the same frame again cannot help. */
export const closeOfRefusal: Record<FrameRefusal, CloseCode> = {
  'document.malformed': closeCodes.malformed,
  'document.too-large': closeCodes.tooLarge,
  'document.read-only': closeCodes.forbidden,
  'document.gap': closeCodes.malformed,
};
