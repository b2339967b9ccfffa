import { decodeFrame, isDocumentFrame, messageTypes } from '../wire/frames.ts';

/** A document frame that left. */
export interface SentFrame {
  isStepTwo: boolean;
  /** It holds the first so many local edits. */
  edits: number;
  /** It holds more than deletions, of which a step 2 always carries all. */
  bringsContent: boolean;
}

export interface DurableSocketHooks {
  frameMaxBytes: number;
  /** No document frame leaves: the disk may bring what another tab heard first. */
  readOnly: boolean;
  /** While this promise is open no document frame leaves: what must be on disk first is being written. */
  hold(): Promise<void> | null;
  /** Number of local edits made so far. */
  edits(): number;
  onSent(sent: SentFrame): void;
  /** The frame was larger than any server takes; it was not sent. */
  onTooLarge(): void;
}

/**
 * A WebSocket for y-websocket's `WebSocketPolyfill`: counts the document frames that leave, holds them back
 * while `hold` says so, never sends one that is too large, and keeps awareness off the wire.
 */
export function durableSocket(Base: typeof WebSocket, hooks: DurableSocketHooks): typeof WebSocket {
  return class DurableSocket extends Base {
    #held: { frame: Uint8Array<ArrayBuffer>; edits: number }[] | null = null;

    override send(data: Parameters<WebSocket['send']>[0]): void {
      const frame = data as Uint8Array<ArrayBuffer>;
      if (frame[0] === messageTypes.awareness) return;
      if (!isDocumentFrame(frame)) return super.send(frame);
      if (hooks.readOnly) return;
      if (frame.length > hooks.frameMaxBytes) return hooks.onTooLarge();
      const edits = hooks.edits();
      if (this.#held) {
        this.#held.push({ frame, edits });
        return;
      }
      const hold = hooks.hold();
      if (hold === null) return this.#release(frame, edits);
      this.#held = [{ frame, edits }];
      void hold.finally(() => {
        const held = this.#held ?? [];
        this.#held = null;
        for (const entry of held) this.#release(entry.frame, entry.edits);
      });
    }

    #release(frame: Uint8Array<ArrayBuffer>, edits: number): void {
      if (this.readyState !== Base.OPEN) return;
      super.send(frame);
      const decoded = decodeFrame(frame);
      hooks.onSent({
        isStepTwo: decoded.kind === 'step-two',
        edits,
        bringsContent: 'payload' in decoded && decoded.payload[0] !== 0,
      });
    }
  };
}
