/** WebSocket close codes. y-websocket 3.1 gives up on 4400-4499 and retries all others. */
export const closeCodes = {
  malformed: 4400,
  sessionGone: 4401,
  forbidden: 4403,
  otherTimeline: 4409,
  tooLarge: 4413,
  tooFast: 4529,
  goingAway: 4503,
} as const;
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** Reason of a 4503: another connection of the same device opened the document. */
export const fencedReason = 'device-elsewhere';
/** Reason of a 4409: the client and the server know different histories. */
export const timelineReason = 'timeline';
