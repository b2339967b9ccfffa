import { isDocumentFrame, messageTypes, syncTypes } from '../wire/frames.ts';

export interface DurableSocketHooks {
  frameMaxBytes: number;
  /** While this promise is open no document frame leaves: what must be on disk first is being written. */
  hold(): Promise<void> | null;
  /** Number of local edits made so far. */
  edits(): number;
  /** A document frame left that holds the first `edits` edits. */
  onSent(isStepTwo: boolean, edits: number): void;
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
      hooks.onSent(frame[1] === syncTypes.stepTwo, edits);
    }
  };
}
