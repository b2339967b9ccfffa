interface HeaderOptions {
  headers?: Record<string, string>;
  protocols?: string[];
}

// The browser's types stand before Bun's here, and a browser cannot set headers.
const SocketWithHeaders = WebSocket as unknown as new (
  url: string | URL,
  options: HeaderOptions,
) => WebSocket;

/** A WebSocket that carries a session cookie (and an `Origin`, if asked to), as Bun allows. */
export const openCookieSocket = (url: string | URL, options: HeaderOptions): WebSocket =>
  new SocketWithHeaders(url, options);

/** The same as a class, for y-websocket's `WebSocketPolyfill`. */
export const cookieSocketClass = (headers: Record<string, string>): typeof WebSocket => {
  class CookieSocket extends SocketWithHeaders {
    constructor(url: string | URL, protocols: string[] = []) {
      super(url, { headers, protocols });
    }
  }
  return CookieSocket as unknown as typeof WebSocket;
};
