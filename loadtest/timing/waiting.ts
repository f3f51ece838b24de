/** Waiting that can be cut short: by a signal, by a deadline. */

const TIMER_MS_MAX = 0x7fff_ffff;

/** Wakes up early when the signal fires; never rejects. @param ms may be infinite: then only the signal ends it */
export function sleepMs(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0 || signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = Number.isFinite(ms) ? setTimeout(wake, Math.min(ms, TIMER_MS_MAX)) : undefined;
    signal?.addEventListener('abort', wake);
  });
}

/**
 * Waits for the work, but not longer than `ms`, which may be infinite, nor beyond the signal. The work itself goes on.
 * @returns what the work came to; undefined when it came too late
 * @throws (rejects) when the work fails in time; a later failure is dropped
 */
export async function withinMs<T>(ms: number, work: Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
  const settled = new AbortController();
  const signals = signal === undefined ? [settled.signal] : [settled.signal, signal];
  const late = sleepMs(ms, AbortSignal.any(signals)).then(() => undefined);
  return Promise.race([work, late]).finally(() => settled.abort());
}
