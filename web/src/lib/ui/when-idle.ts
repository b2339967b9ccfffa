/** Calls once the page has nothing else to do; after `elseMs` where a browser cannot tell. Returns the end of waiting. */
export function whenIdle(run: () => void, elseMs: number): () => void {
  // Safari has no idle callback.
  if (!window.requestIdleCallback) {
    const timer = setTimeout(run, elseMs);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(run);
  return () => cancelIdleCallback(asked);
}
