/**
 * Files that were compressed when they were built: a browser gets the smallest form that it takes. Choosing is ours, because
 * sirv 3.0.2 answers `Range: bytes=-500` with other bytes than asked for; sending, ranges and caching are Express's.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

/** Forms of a file, the smallest first: the encoding's name in HTTP, and what the file's name ends with. */
const FORMS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;
const COMPRESSIBLE: ReadonlySet<string> = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest']);
/** Below that a packet is a packet. */
const BYTES_MIN = 1024;
/** Of the built client: 9 makes 417 kB in 0.2 s, 10 makes 387 kB in 0.9 s, 11 makes 380 kB in 2.3 s. */
const BROTLI_QUALITY = 10;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** Writes the compressed forms beside each file of the folder that gains by it. */
export function compressFiles(folder: string): void {
  for (const file of filesIn(folder).filter((name) => COMPRESSIBLE.has(extname(name)))) {
    const bytes = readFileSync(file);
    if (bytes.length < BYTES_MIN) continue;
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
    );
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** Comes before the handler that sends the folder's files, and names it the form to send. */
export function chooseForm(folder: string): RequestHandler {
  const files = new Set(filesIn(folder).map((file) => file.slice(folder.length)));
  return (request, response, next) => {
    const path = request.path.endsWith('/') ? `${request.path}index.html` : request.path;
    const forms = FORMS.filter(({ ending }) => files.has(path + ending));
    if (forms.length === 0) return next();
    response.vary('Accept-Encoding');
    const form = forms.find(({ encoding }) => request.acceptsEncodings(encoding) === encoding);
    if (form === undefined) return next();
    response.set('Content-Encoding', form.encoding).type(extname(path));
    request.url = path + form.ending;
    next();
  };
}
