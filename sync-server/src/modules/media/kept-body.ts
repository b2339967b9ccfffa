// What the runtime holds unread when the link breaks is lost, so it is read ahead of the disk.
const readAheadBytes = 1024 * 1024;

/**
 * The same request, except that a cut link ends its body instead of failing it. tus drops what it has not yet
 * written when a body fails; what ends early is written to the last byte, and the sender goes on from there.
 */
export function withKeptBody(request: Request): Request {
  if (request.body === null) return request;
  const reader = request.body.getReader();
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      const read = await reader.read().catch(() => null);
      if (read === null || read.done) controller.close();
      else controller.enqueue(read.value);
    },
    cancel: (reason) => reader.cancel(reason),
  };
  const body = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: readAheadBytes }));
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit);
}
