/** The charts of the HTML report, drawn by uPlot. */
import './language.ts';
import uPlot from 'uplot';
import type { Report } from '../../contract/report.ts';
import { formatAxis, formatFigure } from '../../wording/format.ts';
import type { Chart, Line } from '../page-content.ts';

export function drawChart(host: HTMLElement, chart: Chart, report: Report): void {
  const x = chart.x.values ?? report.series.seconds;
  const valuesOf = ({ values }: Line): (number | null)[] =>
    typeof values === 'string' ? (report.series.lines[values] ?? []) : values;
  const columns = [x, ...chart.lines.map(valuesOf)] as uPlot.AlignedData;
  const sizeOf = (): { width: number; height: number } => {
    const width = Math.max(200, host.clientWidth);
    return { width, height: width < 480 ? 210 : chart.wide ? 280 : 220 };
  };
  const isOverTime = chart.x.kind === 'seconds';
  const plot = new uPlot(
    {
      ...sizeOf(),
      padding: [18, chart.lines.some(({ axis }) => axis === 'right') ? 4 : 14, 0, 0],
      cursor: {
        points: { size: 7 },
        drag: { x: isOverTime, y: false },
        // The key joins all charts over time: one cursor, one zoom.
        ...(isOverTime ? { sync: { key: 'seconds', setSeries: false } } : {}),
      },
      scales: scalesOf(chart),
      axes: axesOf(chart),
      series: [
        { label: labelOfX(chart), value: (_, value) => (value === null ? '' : textOfX(chart, value)) },
        ...chart.lines.map(seriesOf),
      ],
      bands: chart.band ? [{ series: [1, 2], fill: `${chart.lines[0]?.colour}26` }] : [],
      hooks: { draw: [(drawn) => drawMarks(drawn, chart)] },
    },
    columns,
    host,
  );
  new ResizeObserver(() => {
    const { width, height } = sizeOf();
    if (width !== plot.width || height !== plot.height) plot.setSize({ width, height });
  }).observe(host);
}

function seriesOf({ label, colour, unit, axis, shape, dashed, hidden }: Line): uPlot.Series {
  const { stepped, bars } = uPlot.paths;
  const series: uPlot.Series = {
    label,
    stroke: colour,
    width: shape === 'bars' ? 0 : 1.75,
    scale: axis,
    show: !hidden,
    // Percentiles come from several lists: a missing one is no gap.
    spanGaps: shape === 'line',
    points: { show: shape === 'dots', size: 7, fill: colour },
    value: (_, value, __, index) => (index === null ? '' : value == null ? '–' : formatFigure(value, unit)),
  };
  if (dashed) series.dash = [5, 4];
  if (shape === 'area' || shape === 'bars') series.fill = `${colour}${shape === 'bars' ? 'cc' : '2e'}`;
  if (shape === 'steps' && stepped !== undefined) series.paths = stepped({ align: 1 });
  if (shape === 'bars' && bars !== undefined) series.paths = bars({ size: [0.7, 8, 2] });
  return series;
}

function scalesOf(chart: Chart): uPlot.Scales {
  const most = chart.level === null ? 0 : chart.level.value * 1.2;
  const linear: uPlot.Range.Function = (_, __, max) => [0, uPlot.rangeNum(0, Math.max(max ?? 0, 1e-3), 0.1, true)[1]];
  const logarithmic: uPlot.Range.Function = (_, min, max) => {
    return uPlot.rangeLog(Math.max(min ?? 0.1, 0.01), Math.max(max ?? 1, most), 10, false);
  };
  const padded: uPlot.Range.Function = (_, min, max) => [min - (max - min) * 0.06, max + (max - min) * 0.06];
  return {
    x: { time: false, ...(chart.x.kind === 'players' ? { range: padded } : {}) },
    left: chart.log ? { distr: 3, range: logarithmic } : { range: linear },
    right: { range: linear },
  };
}

function axesOf(chart: Chart): uPlot.Axis[] {
  const style = {
    stroke: '#b4bfec',
    font: '11px system-ui, sans-serif',
    labelFont: '11px system-ui, sans-serif',
    labelSize: 16,
    grid: { stroke: '#8ea3f022', width: 1 },
    ticks: { stroke: '#8ea3f044', width: 1, size: 4 },
  };
  const bottom: uPlot.Axis = {
    ...style,
    size: 30,
    space: 60,
    values: (_, splits) => splits.map((at) => textOfX(chart, at)),
  };
  if (chart.x.kind === 'seconds')
    bottom.incrs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200];
  if (chart.x.kind === 'players') bottom.splits = chart.x.values ?? [];
  if (chart.x.kind === 'nines')
    bottom.splits = (_, __, min, max) => [0, 0.30103, 1, 2, 3, 4, 5, 6].filter((at) => at >= min && at <= max);
  const axes = [bottom];
  for (const side of ['left', 'right'] as const) {
    const first = chart.lines.find(({ axis }) => axis === side);
    if (first === undefined) continue;
    const axis: uPlot.Axis = { ...style, scale: side, side: side === 'left' ? 3 : 1, size: 44, space: 34 };
    axis.values = (_, splits) => splits.map((value) => (value === null ? '' : formatAxis(value)));
    if (first.unit !== '') axis.label = first.unit;
    if (side === 'right') axis.grid = { show: false };
    axes.push(axis);
  }
  return axes;
}

function labelOfX({ x }: Chart): string {
  return x.kind === 'seconds' ? 'at' : x.kind === 'nines' ? 'percentile' : 'players';
}

function textOfX({ x }: Chart, value: number): string {
  if (x.kind === 'players') return String(Math.round(value));
  if (x.kind === 'nines') return `p${Number((100 * (1 - 10 ** -value)).toFixed(Math.max(0, Math.ceil(value) - 1)))}`;
  if (value < 120) return `${Math.round(value)} s`;
  const parts = [Math.floor(value / 3600), Math.floor(value / 60) % 60, Math.floor(value) % 60];
  return (value < 3600 ? parts.slice(1) : parts)
    .map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':');
}

/** Upright lines with labels, as many as there is room for, and a level line with its label. */
function drawMarks(plot: uPlot, { marks, level }: Chart): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.textBaseline = 'bottom';
  ctx.textAlign = 'left';
  let freeFrom = bbox.left;
  for (const { at, label } of marks) {
    const left = plot.valToPos(at, 'x', true);
    if (left < bbox.left || left > right) continue;
    ctx.strokeStyle = '#8ea3f0aa';
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    const { width } = ctx.measureText(label);
    const start = Math.min(left, right - width);
    if (start < freeFrom) continue;
    ctx.fillStyle = '#c9d2f7';
    ctx.fillText(label, start, bbox.top - 2 * ratio);
    freeFrom = start + width + 8 * ratio;
  }
  const top = level === null ? -1 : plot.valToPos(level.value, 'left', true);
  if (level !== null && top >= bbox.top && top <= bbox.top + bbox.height) {
    ctx.strokeStyle = '#ff5d73';
    ctx.beginPath();
    ctx.moveTo(bbox.left, top);
    ctx.lineTo(right, top);
    ctx.stroke();
    const { width } = ctx.measureText(level.label);
    ctx.fillStyle = '#1b2447cc';
    ctx.fillRect(right - width - 8 * ratio, top - 17 * ratio, width + 8 * ratio, 16 * ratio);
    ctx.fillStyle = '#ffb3bd';
    ctx.textAlign = 'right';
    ctx.fillText(level.label, right - 4 * ratio, top - 2 * ratio);
  }
  ctx.restore();
}
