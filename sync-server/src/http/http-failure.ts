import { type HttpError, type HttpErrorCode, httpErrorStatus } from '@komod/domain/http-error';
import type { FieldRefusal } from '@komod/domain/refusal';

/** An answer that is no success, thrown by a route and turned into the one error shape by `onError`. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly code: HttpErrorCode;
  readonly fields: readonly FieldRefusal[] | undefined;
  readonly headers: Record<string, string>;

  /** @param message for developers; never what the sender sent. */
  constructor(
    code: HttpErrorCode,
    message: string,
    options: { fields?: readonly FieldRefusal[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.fields = options.fields;
    this.headers = options.headers ?? {};
  }

  toResponse(): Response {
    const body: HttpError = {
      error: { code: this.code, message: this.message, ...(this.fields && { fields: this.fields }) },
    };
    const headers = { 'cache-control': 'no-store', ...this.headers };
    return Response.json(body, { status: httpErrorStatus[this.code], headers });
  }
}
