/**
 * Which pages may talk to this server. A browser names the page's origin, other programs name none and may pass. Without
 * ALLOWED_ORIGINS a page must come from the host that it talks to; with it, from one of the list ("*" = any page).
 */
export type Origins = 'same-host' | 'any' | ReadonlySet<string>;

/** @throws Error naming what is no origin */
export function parseOrigins(text: string): Origins {
  const words = text
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== '');
  if (words.length === 0) return 'same-host';
  if (words.includes('*')) return 'any';
  for (const word of words) {
    if (!URL.canParse(word) || new URL(word).origin !== word)
      throw new Error(`expected origins like https://play.example.org, and not "${word}"`);
  }
  return new Set(words);
}

/** @returns 'any', or a list that the page's own host need not be in @throws Error naming what is no origin */
export function parseEmbedders(text: string): 'any' | readonly string[] {
  const origins = parseOrigins(text);
  if (origins === 'any') return origins;
  return origins === 'same-host' ? [] : [...origins];
}

/** @param host the Host header of the request, known to be well-formed */
export function isAllowedOrigin(origins: Origins, origin: string | undefined, host: string): boolean {
  if (origin === undefined || origins === 'any') return true;
  const named = origin.toLowerCase();
  if (origins !== 'same-host') return origins.has(named);
  if (!URL.canParse(named)) return false;
  const { protocol, host: from } = new URL(named);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  // The URL parser leaves out the port that a scheme has anyway: so must be compared.
  return from === new URL(`${protocol}//${host}`).host;
}
