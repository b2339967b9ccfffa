import { type HttpError, type HttpErrorCode, httpErrorStatus } from '@komod/domain/http-error';
import type { FieldRefusal } from '@komod/domain/refusal';

/** An answer that is no success, thrown by a route and turned into the one error shape by `onError`. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly code: HttpErrorCode;
  readonly fields: readonly FieldRefusal[] | undefined;
  readonly headers: Record<string, string>;
  readonly #seller: { handle: string; name: string } | undefined;

  /** @param message for developers; never what the sender sent. */
  constructor(
    code: HttpErrorCode,
    message: string,
    options: {
      fields?: readonly FieldRefusal[];
      headers?: Record<string, string>;
      /** Whose listing is gone: their closet is where to go on. */
      seller?: { handle: string; name: string };
    } = {},
  ) {
    super(message);
    this.code = code;
    this.fields = options.fields;
    this.headers = options.headers ?? {};
    this.#seller = options.seller;
  }

  toResponse(): Response {
    const body: HttpError & { seller?: { handle: string; name: string } } = {
      error: { code: this.code, message: this.message, ...(this.fields && { fields: this.fields }) },
      ...(this.#seller && { seller: this.#seller }),
    };
    const headers = { 'cache-control': 'no-store', ...this.headers };
    return Response.json(body, { status: httpErrorStatus[this.code], headers });
  }
}
