/** Errors of this machine that look like the server's absence: the load test names them by what they are. */

const FILES = 'Raise the limit (ulimit -n 65536), or use more --workers or other machines.';

/** By error code, what it means and what to do. */
const OWN_LIMITS: Readonly<Record<string, string>> = {
  EMFILE: `This generator may open no more files, which sockets are too (EMFILE). ${FILES}`,
  ENFILE: `This generator’s machine may open no more files (ENFILE). Raise fs.file-max, or use other machines.`,
  EADDRNOTAVAIL:
    'This generator has no free port left to connect from (EADDRNOTAVAIL). Use other machines, or widen net.ipv4.ip_local_port_range.',
  ENOBUFS: 'This generator’s machine has no memory left for sockets (ENOBUFS). Use fewer players, or other machines.',
};

/** Causes may go round in circles. */
const DEPTH_MAX = 5;

/**
 * @param error anything that was thrown; libraries hide the first cause in `cause`, in `errors` or only in the message
 * @returns a sentence that says what to do; undefined when it is no limit of this machine
 */
export function ownLimitIn(error: unknown, depth = 0): string | undefined {
  if (typeof error === 'string') return sentenceFor(error);
  if (typeof error !== 'object' || error === null || depth > DEPTH_MAX) return undefined;
  const { code, message, cause, errors } = error as Record<string, unknown>;
  const inside = [code, message].find((text) => typeof text === 'string' && sentenceFor(text) !== undefined);
  if (typeof inside === 'string') return sentenceFor(inside);
  const deeper = [cause, ...(Array.isArray(errors) ? errors : [])];
  for (const one of deeper) {
    const found = ownLimitIn(one, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sentenceFor(text: string): string | undefined {
  const code = /\b(EMFILE|ENFILE|EADDRNOTAVAIL|ENOBUFS)\b/.exec(text)?.[1];
  return code === undefined ? undefined : OWN_LIMITS[code];
}
