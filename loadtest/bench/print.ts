/** The bench's tables, for people. */
import type { BudgetRow } from './budget.ts';
import type { MedianRow } from './median-row.ts';
import type { StepReport } from './step.ts';

type Column = { title: string; cells: readonly string[]; isText?: boolean };

/** Columns as wide as their widest cell; numbers to the right, texts to the left. */
function table(columns: readonly Column[]): string[] {
  const widths = columns.map(({ title, cells }) => Math.max(title.length, ...cells.map((cell) => cell.length)));
  const line = (cellOf: (column: Column) => string): string =>
    columns
      .map((column, i) => {
        const cell = cellOf(column);
        return column.isText === true ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
      })
      .join('  ')
      .trimEnd();
  const rows = columns[0]?.cells.length ?? 0;
  return [line(({ title }) => title), ...Array.from({ length: rows }, (_, i) => line(({ cells }) => cells[i] ?? ''))];
}

const number = (value: number | undefined, digits: number, unit = ''): string =>
  value === undefined ? '–' : `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;

/** Three digits that matter, whatever the size. */
const readable = (value: number | undefined, unit = ''): string =>
  number(value, value === undefined || value >= 100 ? 0 : value >= 10 ? 1 : 2, unit);

export function stepLines({ rows, hashMs, cloneMs, spawnUs }: StepReport): string[] {
  return [
    'One step of the simulation, alone',
    ...table([
      { title: 'pilots = bolts', cells: rows.map(({ pilots }) => String(pilots)) },
      { title: 'median ms', cells: rows.map(({ medianMs }) => medianMs.toFixed(3)) },
      { title: 'p99 ms', cells: rows.map(({ p99Ms }) => p99Ms.toFixed(3)) },
      { title: 'µs per pilot', cells: rows.map(({ perPilotUs }) => perPilotUs.toFixed(2)) },
    ]),
    `with 300 pilots: hash ${hashMs.toFixed(2)} ms, clone ${cloneMs.toFixed(2)} ms, spawn ${spawnUs.toFixed(0)} µs`,
  ];
}

export function medianLines(title: string, medians: readonly MedianRow[]): string[] {
  const column = (name: string, cellOf: (median: MedianRow) => string, isText = false): Column => ({
    title: name,
    cells: medians.map(cellOf),
    isText,
  });
  return [
    title,
    ...table([
      column('server', ({ side }) => side, true),
      column('players', ({ players }) => String(players)),
      column('cores', ({ cores }) => number(cores, 3)),
      column('µs/client/tick', ({ usPerClientTick }) => number(usPerClientTick, 1)),
      column('least–greatest', ({ usRange }) => `${number(usRange?.[0], 1)}–${number(usRange?.[1], 1)}`),
      column('tick p50 ms', ({ tickP50Ms }) => number(tickP50Ms, 2)),
      column('p99', ({ tickP99Ms }) => number(tickP99Ms, 2)),
      column('late p50 ms', ({ lateP50Ms }) => number(lateP50Ms, 2)),
      column('p99', ({ lateP99Ms }) => number(lateP99Ms, 2)),
      column('max', ({ lateMaxMs }) => number(lateMaxMs, 2)),
      column('kB/s each', ({ receivedBps }) => number(receivedBps === undefined ? undefined : receivedBps / 1000, 1)),
      column('patches/s', ({ patchesHz }) => number(patchesHz, 1)),
      column('generator', ({ generatorCores }) => number(generatorCores, 2)),
      column(
        'rounds',
        ({ rounds, discarded }) => (discarded > 0 ? `${rounds}, ${discarded} discarded` : String(rounds)),
        true,
      ),
    ]),
    ...remarksOf(medians),
  ];
}

/** Problems and warnings, each once and with those whom it is about; the numbers in them are those of the first. */
function remarksOf(medians: readonly MedianRow[]): string[] {
  const about = new Map<string, { remark: string; names: Set<string> }>();
  for (const { side, players, problems, warnings } of medians) {
    for (const remark of [...problems, ...warnings]) {
      const key = remark.replace(/\d+(\.\d+)?/g, '#');
      const known = about.get(key) ?? { remark, names: new Set() };
      about.set(key, known);
      known.names.add(`${side} ${players}`);
    }
  }
  return [...about.values()].map(({ remark, names }) => `${remark} (${[...names].join(', ')})`);
}

export function budgetLines(rows: readonly BudgetRow[]): string[] {
  const column = (title: string, cellOf: (row: BudgetRow) => string, isText = false): Column => ({
    title,
    cells: rows.map(cellOf),
    isText,
  });
  return [
    'Budget',
    ...table([
      column('what', ({ what }) => what, true),
      column('goal', ({ goal }) => goal, true),
      column('ours', ({ ours, unit }) => readable(ours, unit)),
      column('peer', ({ peer, unit }) => readable(peer, unit)),
      column('ratio', ({ ratio }) => number(ratio, 2)),
      column('', ({ ruling }) => ruling, true),
      column('', ({ note }) => note, true),
    ]),
  ];
}
