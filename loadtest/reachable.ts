/** Before anything is measured: is there a server, and does it have the mode? */
const ANSWER_MS_MAX = 5000;

/** @returns what stands in the way, as one line that says what to do next, or undefined */
export async function obstacle(url: string, mode: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX);
    const health = await fetch(`${url}/healthz`, { signal });
    if (!health.ok)
      return `${url} answers, but not as a Sparkfray server does (/healthz: ${health.status}). Check --url.`;
    const names = modeNamesIn(await (await fetch(`${url}/api/modes`, { signal })).json());
    if (names.includes(mode)) return undefined;
    return `The server at ${url} has no mode "${mode}". Choose --mode ${names.join(' or ')}.`;
  } catch {
    return `No server answers at ${url}. Start one with "npm start", or name another with --url.`;
  }
}

function modeNamesIn(modes: unknown): string[] {
  if (!Array.isArray(modes)) return [];
  return modes.flatMap((mode: unknown) => {
    const named = typeof mode === 'object' && mode !== null && 'name' in mode ? mode.name : undefined;
    return typeof named === 'string' ? [named] : [];
  });
}
