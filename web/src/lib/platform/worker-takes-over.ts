/**
 * Calls once the service worker answers for this page: now, or when the very first one takes over what was on the
 * screen before it. Returns the end of waiting.
 */
export function whenWorkerAnswers(run: () => void): () => void {
  // Over plain http there is none.
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (worker?.controller) run();
  else worker?.addEventListener('controllerchange', run, { once: true });
  return () => worker?.removeEventListener('controllerchange', run);
}
