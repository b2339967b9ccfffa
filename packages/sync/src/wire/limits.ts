/** Every limit of the wire in one table. Bytes unless the name says otherwise. */
export const wireLimits = {
  documentMaxBytes: 32 * 1024 * 1024,
  /**
   * Structs and deleted ranges of a document, and with the lists and objects in values of one update: two bytes of
   * a frame become 200 in memory.
   */
  documentMaxStructs: 1_000_000,
  /** What a client id counts for among them: state vectors, summaries and each opening go through all of them. */
  structsPerClient: 16,
  /**
   * What finding the places of concurrent work may cost (`server/work-budget.ts`), of one frame and of a whole
   * document each time it is opened: about a second. 10,000 insertions of a device that was away, all at one place
   * where 200 others were made meanwhile.
   */
  documentMaxSteps: 2_000_000,
  /** What a step takes from the sender's buckets. */
  bytesPerStep: 16,
  /** One JSON value of a map or a list. */
  valueMaxBytes: 1024 * 1024,
  /** Lists and objects in each other in one value, and shared types in each other. */
  valueMaxDepth: 64,
  /** A key of a map, or another name inside a document. */
  keyMaxBytes: 1024,
  frameMaxBytes: 32 * 1024 * 1024 + 64 * 1024,
  /** Above `frameMaxBytes`, or Bun closes with 1009, which y-websocket retries for ever. */
  payloadMaxBytes: 33 * 1024 * 1024,
  /** Token bucket of a connection: the burst holds one full frame. */
  burstBytes: 34 * 1024 * 1024,
  bytesPerSecond: 1024 * 1024,
  burstFrames: 600,
  framesPerSecond: 100,
  /** The same for all connections of one account together: a dozen tabs at work on a few devices. */
  accountBurstBytes: 136 * 1024 * 1024,
  accountBytesPerSecond: 4 * 1024 * 1024,
  accountBurstFrames: 2_400,
  accountFramesPerSecond: 400,
  accountConnections: 256,
  /** Seconds after which one connection too many may try again. */
  tooManyRetrySeconds: 10,
  /** Of one connection before it is known whose it is. */
  preAuthBytes: 256 * 1024,
  preAuthFrames: 64,
  preAuthMs: 10_000,
  /** What a reader that stopped may keep waiting here before it is closed. */
  backpressureBytes: 64 * 1024 * 1024,
  idleTimeoutSeconds: 60,
  keepAliveMs: 20_000,
  keepAliveJitterMs: 3_000,
  reconnectJitterMs: 10_000,
  /** How long an attempt to connect may take. */
  connectMs: 20_000,
  /** How long a line may say nothing when it was asked whether it is there. */
  answerMs: 2_000,
  /** How long a line may say nothing: longer than a keep-alive takes. */
  silenceMs: 25_000,
  /** Before a device offers again what was refused twice and edited since, or tries again what its disk did not take. */
  refusedRetryMs: 30_000,
  /** Turns of the server under load begin so far apart: what comes meanwhile shares a commit. */
  turnMs: 4,
  /** Stored updates from this size on are sent as they lie to who holds nothing; smaller neighbours are merged. */
  storedPieceBytes: 64 * 1024,
  /** How long a document that nobody touches stays in the server's memory, and for each KiB of its log beside. */
  awakeMs: 5_000,
  awakeMsPerKib: 1_000,
  /** Where more are in memory, each stays for that much less: of twice as many for half of the time. */
  awakeDocuments: 2_000,
  /** Updates of one document before the server folds them into a snapshot. */
  compactAfterUpdates: 500,
} as const;
export type WireLimits = { [K in keyof typeof wireLimits]: number };
