/** The net graph on the page: asked for, fed ten times a second, and free while it is hidden. */
import assert from 'node:assert/strict';
import { NetGraph } from '../../../client/ui/hud/net-graph.ts';
import type { NetStats } from '../../../shared/netcode/views.ts';
import { usePage } from '../../support/page.ts';

const stats = (some: Partial<NetStats> = {}): NetStats => ({
  rttMs: 42,
  jitterMs: 3,
  serverTick: 100,
  unackedInputFrames: 2,
  queuedInputFrames: 1,
  interpolationDelayMs: 66,
  starvedShare: 0,
  leadTicks: 3,
  starvedTicks: 0,
  droppedInputFrames: 0,
  clampedStamps: 0,
  pace: 1,
  serverTickMs: 0.5,
  patchBytes: 200,
  corrections: 0,
  lastCorrectionU: 0,
  maxCorrectionU: 0,
  patches: 0,
  bytesIn: 0,
  bytesOut: 0,
  entities: 12,
  ...some,
});

describe('net graph on the page', () => {
  const page = usePage();
  let host: HTMLElement;
  let graph: NetGraph;
  const panel = (): HTMLElement => host.querySelector('#net-graph') as HTMLElement;
  const rows = (): Record<string, string> =>
    Object.fromEntries(
      [...panel().querySelectorAll('dl > div')].map((row) => [
        `${row.parentElement?.previousElementSibling?.textContent} ${row.querySelector('dt')?.textContent}`,
        row.querySelector('dd')?.textContent ?? '',
      ]),
    );
  const peaks = (): string[] => [...panel().querySelectorAll('figcaption')].map(({ textContent }) => textContent ?? '');

  beforeEach(() => {
    host = page.document.createElement('div');
    graph = new NetGraph(host);
  });

  it('asks for nothing while it is hidden', () => {
    graph.frame(1000, 60, false, () => assert.fail('asked'));
    assert.equal(panel().hidden, true);
    graph.frame(1016, 60, true, stats);
    assert.equal(panel().hidden, false);
    graph.frame(1032, 60, false, () => assert.fail('asked'));
    assert.equal(panel().hidden, true);
  });

  it('has every number by its name, and writes it anew ten times a second', () => {
    graph.frame(1000, 59.6, true, stats);
    const first = rows();
    assert.deepEqual([first['link RTT'], first['picture fps'], first['picture entities']], ['42 ms', '60', '12']);
    assert.equal(Object.keys(first).length, 22);
    graph.frame(1099, 30, true, () => stats({ rttMs: 99 }));
    assert.deepEqual(rows(), first);
    graph.frame(1100, 30, true, () => stats({ rttMs: 99 }));
    assert.deepEqual([rows()['link RTT'], rows()['picture fps']], ['99 ms', '30']);
  });

  it('has its numbers with the first frame, however early that comes', () => {
    graph.frame(0, 60, true, stats);
    assert.equal(rows()['link RTT'], '42 ms');
  });

  it('draws four curves, each with the highest value of its last twelve seconds', () => {
    graph.frame(1000, 60, true, () => stats({ rttMs: 80.2, queuedInputFrames: 3 }));
    assert.deepEqual(peaks(), ['RTT≤ 81 ms', 'queue≤ 3', 'corr.≤ 0 u', 'gap≤ 0 ms']);
    for (let i = 1; i < 120; i++)
      graph.frame(1000 + i * 100, 60, true, () => stats({ patches: i, corrections: i, lastCorrectionU: 2 }));
    assert.deepEqual(peaks(), ['RTT≤ 81 ms', 'queue≤ 3', 'corr.≤ 2 u', 'gap≤ 100 ms']);
    graph.frame(13_000, 60, true, stats);
    assert.deepEqual(peaks().slice(0, 2), ['RTT≤ 42 ms', 'queue≤ 1']);
  });

  it('draws a curve from the left to the right edge, and never finer than its noise', () => {
    const points: number[][] = [];
    const brush = {
      clearRect: () => {},
      beginPath: () => points.splice(0),
      stroke: () => {},
      lineTo: (...at: number[]) => points.push(at),
    };
    graph.frame(1000, 60, true, () => stats({ rttMs: 30 }));
    const rtt = panel().querySelector('canvas') as HTMLCanvasElement;
    rtt.getContext = (() => brush) as never;
    assert.deepEqual([rtt.width, rtt.height], [320, 60]);
    graph.frame(1100, 60, true, () => stats({ rttMs: 60 }));
    assert.deepEqual(points, [
      [320 - 320 / 119, 30],
      [320, 3],
    ]);
    for (let i = 2; i < 125; i++) graph.frame(1000 + i * 100, 60, true, () => stats({ rttMs: 120 }));
    assert.deepEqual([points.length, points[0], points.at(-1)], [120, [0, 3], [320, 3]]);
  });

  it('has scales of at least 60 ms, 4 input frames, 4 u and 100 ms', () => {
    const heights: number[] = [];
    for (let i = 0; i <= 10; i++) {
      const half = { rttMs: 30, queuedInputFrames: 2, corrections: i, lastCorrectionU: 2, patches: i };
      graph.frame(1000 + i * 50, 60, true, () => stats(half));
      if (i > 0) continue;
      for (const [nth, canvas] of [...panel().querySelectorAll('canvas')].entries()) {
        const lineTo = (_x: number, y: number): void => {
          heights[nth] = y;
        };
        canvas.getContext = (() => ({ clearRect() {}, beginPath() {}, stroke() {}, lineTo })) as never;
      }
    }
    assert.deepEqual(heights, [30, 30, 30, 30], 'half of each scale is half way up');
  });
});
