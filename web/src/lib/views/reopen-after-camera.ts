import { cameraWatch } from '#lib/platform/photos/camera-watch.svelte.ts';
import { goto } from '$app/navigation';

/** Wherever the app starts after the camera closed it, the editor it was opened from is open again. */
export async function reopenAfterCamera(): Promise<void> {
  const id = await cameraWatch.look();
  const address = `/sell/${id}`;
  if (id !== null && location.pathname !== address) await goto(address);
}
