/** The one error of the HTTP API: a status, a listed code for programs and a sentence for people. */
import type { ApiErrorBody, ApiErrorCode } from '../../shared/wire/api.ts';

export class ApiError extends Error {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: ApiErrorCode, message: string, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get body(): ApiErrorBody {
    return { error: { code: this.code, message: this.message } };
  }

  /** @returns what bytes of the client's caused: our own refusals, and those of the body parser; otherwise undefined */
  static from(error: unknown): ApiError | undefined {
    if (error instanceof ApiError) return error;
    switch (typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined) {
      case 'entity.parse.failed':
        return new ApiError(400, 'bad_json', 'The body is not JSON.');
      case 'entity.too.large':
        return new ApiError(413, 'body_too_large', 'The body is longer than 4 KiB.');
      case 'charset.unsupported':
      case 'encoding.unsupported':
        return new ApiError(415, 'bad_encoding', 'Send the body as UTF-8 JSON.');
      case 'request.aborted':
      case 'request.size.invalid':
        return new ApiError(400, 'bad_request', 'The body does not have the announced length.');
    }
    if (error instanceof URIError) return new ApiError(400, 'bad_path', 'The path is not a valid URL.');
    const status = refusedFile(error);
    if (status === 404) return new ApiError(404, 'route_not_found', 'There is no such file.');
    return status === undefined ? undefined : new ApiError(status, 'bad_request', 'That cannot be had.');
  }
}

/** @returns the status of a file that is not served: 404 missing, 403 hidden, 416 no such range … */
function refusedFile(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
