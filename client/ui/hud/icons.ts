/** The HUD's few pictures, as inline SVG. */

export const CROWN =
  '<svg class="crown" viewBox="0 0 20 16" role="img" aria-label="leader"><path d="M1 3l4.6 4L10 1l4.4 6L19 3l-1.8 11H2.8z"/></svg>';
export const PAUSE = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h16"/></svg>';
export const DASH = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 5l7 7-7 7M12 5l7 7-7 7"/></svg>';

/** A circle that empties; `set` takes the share that is left, 0..1. */
export function ring(host: Element, radius: number): (share: number) => void {
  const size = radius * 2 + 8;
  const centre = size / 2;
  const circle = `cx="${centre}" cy="${centre}" r="${radius}" pathLength="100"`;
  host.insertAdjacentHTML(
    'afterbegin',
    `<svg class="ring" viewBox="0 0 ${size} ${size}" aria-hidden="true"><circle class="ring-bed" ${circle}/><circle class="ring-left" ${circle}/></svg>`,
  );
  const left = host.querySelector<SVGCircleElement>('.ring-left');
  let shown = -1;
  return (share) => {
    const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
    if (percent === shown || left === null) return;
    shown = percent;
    left.style.strokeDashoffset = String(100 - percent);
  };
}
