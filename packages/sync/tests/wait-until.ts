/** Waits for a condition; throws with its name when it does not come about. */
export async function waitUntil(name: string, isTrue: () => boolean | Promise<boolean>, timeoutMs = 5_000) {
  const end = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`never came about: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
