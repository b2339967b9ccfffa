import type { DetailedError, HttpRequest, HttpResponse, UploadOptions } from 'tus-js-client';
import type { PhotoRecord } from './photo-database.ts';
import type { Transfer, UploadEnvironment } from './upload-environment.ts';

/** How one attempt ended. */
export type TransferOutcome =
  | { kind: 'uploaded' }
  | { kind: 'refused'; code: string }
  /** The stored upload is of no use any more: begin again. */
  | { kind: 'begin-again'; code: string }
  | { kind: 'session-needed' }
  | { kind: 'later'; afterMs: number | null }
  | { kind: 'aborted' };

export interface TransferWatch {
  onProgress(sent: number, total: number): void;
  onUploadUrl(url: string): void;
}

/** Small enough for a proxy that passes on whole requests only, large enough for few round trips. */
export const chunkBytes = 512 * 1024;

/** A link that moved nothing for so long is dead; the server may need some of it for the picture itself. */
const silenceMs = 60_000;

/** One attempt to bring one photo to the server, from where the last attempt stopped. */
export class PhotoTransfer {
  readonly outcome: Promise<TransferOutcome>;
  readonly #environment: UploadEnvironment;
  #settle: (outcome: TransferOutcome) => void = () => undefined;
  #transfer: Transfer | null = null;
  #silence: unknown = null;
  #isOver = false;

  constructor(environment: UploadEnvironment) {
    this.#environment = environment;
    this.outcome = new Promise((resolve) => {
      this.#settle = (outcome) => {
        if (this.#isOver) return;
        this.#isOver = true;
        environment.clearTimeout(this.#silence);
        resolve(outcome);
      };
    });
  }

  start(record: PhotoRecord, master: Blob, watch: TransferWatch): void {
    // The uploading code itself comes over the network; without it this is one more failed attempt.
    this.#begin(record, master, watch).catch(() => this.#settle({ kind: 'later', afterMs: null }));
  }

  async #begin(record: PhotoRecord, master: Blob, watch: TransferWatch): Promise<void> {
    let answered: HttpResponse | null = null;
    const options: UploadOptions = {
      endpoint: this.#environment.endpoint,
      uploadUrl: record.uploadUrl ?? null,
      metadata: { photoId: record.id, filetype: master.type },
      uploadSize: master.size,
      chunkSize: chunkBytes,
      // Retrying is the queue's: it knows of the session, of other photos and of the network.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress: (sent, total) => {
        this.#listen();
        watch.onProgress(sent, total);
      },
      onUploadUrlAvailable: () => {
        const url = this.#transfer?.url;
        if (url) watch.onUploadUrl(url);
      },
      onAfterResponse: (request, response) => {
        answered = response;
        this.#listen();
        refuseToForget(request, response);
      },
      onSuccess: () => this.#settle({ kind: 'uploaded' }),
      onError: (error) => this.#settle(outcomeOf(responseOf(error) ?? answered)),
    };
    const transfer = await this.#environment.createTransfer(master, options);
    if (this.#isOver) return;
    this.#transfer = transfer;
    this.#listen();
    transfer.start();
  }

  abort(): void {
    void this.#transfer?.abort();
    this.#settle({ kind: 'aborted' });
  }

  #listen(): void {
    if (this.#isOver) return;
    this.#environment.clearTimeout(this.#silence);
    this.#silence = this.#environment.setTimeout(() => {
      void this.#transfer?.abort();
      this.#settle({ kind: 'later', afterMs: null });
    }, silenceMs);
  }
}

// tus-js-client begins a new upload whenever the old one's HEAD fails, also when the server is only busy.
function refuseToForget(request: HttpRequest, response: HttpResponse): void {
  const isKnown = response.getStatus() < 300 || [404, 410].includes(response.getStatus());
  if (request.getMethod() === 'HEAD' && !isKnown)
    throw new Error('the server cannot say where the upload is');
}

const responseOf = (error: Error | DetailedError): HttpResponse | null =>
  'originalResponse' in error ? error.originalResponse : null;

function outcomeOf(response: HttpResponse | null): TransferOutcome {
  const status = response?.getStatus() ?? 0;
  if (response === null || status === 0 || status >= 500 || status < 400)
    return { kind: 'later', afterMs: null };
  const code = codeIn(response.getBody());
  if (status === 401) return { kind: 'session-needed' };
  if (code === 'photo.already-here') return { kind: 'uploaded' };
  if (status === 429 || status === 423) return { kind: 'later', afterMs: waitOf(response) };
  if ([404, 409, 410].includes(status) || code === 'photo.hash-mismatch')
    return { kind: 'begin-again', code };
  return { kind: 'refused', code };
}

function waitOf(response: HttpResponse): number | null {
  const seconds = Number(response.getHeader('Retry-After'));
  return seconds > 0 ? seconds * 1000 : null;
}

function codeIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown } };
    return typeof error?.code === 'string' ? error.code : 'unknown';
  } catch {
    return 'unknown';
  }
}
