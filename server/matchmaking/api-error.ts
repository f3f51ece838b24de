/** Errors of the HTTP API: a status, a code for programs and a sentence for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Whatever was thrown, as an answer: what the body parser says is the client's fault, anything unknown is ours. */
  static from(error: unknown): ApiError {
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
      default:
        if (error instanceof URIError) return new ApiError(400, 'bad_path', 'The path is not a valid URL.');
        return new ApiError(500, 'internal', 'Something broke on our side.');
    }
  }
}
