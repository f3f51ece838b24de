/** Whether the player can see this page: hidden tabs, minimised windows, pages kept by the browser for its back button. */

/** @param onChange called only when the answer is another one @returns stops watching */
export function watchPresence(onChange: (present: boolean) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let present = !document.hidden;
  const be = (now: boolean): void => {
    if (now === present) return;
    present = now;
    onChange(now);
  };
  document.addEventListener('visibilitychange', () => be(!document.hidden), { signal });
  window.addEventListener('pagehide', () => be(false), { signal });
  window.addEventListener('pageshow', () => be(!document.hidden), { signal });
  return () => listening.abort();
}
