/** Waiting that can be cut short. */

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
