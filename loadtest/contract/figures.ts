/**
 * The figures of a run by name: the one list that limits, tables, comparisons and charts go by. A figure that was not
 * measured is absent; never is it 0.
 */
import { METERS, type Meter, meters } from './tally.ts';

export type Figures = Readonly<Record<string, number>>;

export type Unit = 'ms' | 's' | 'u' | '%' | 'B/s' | '/s' | '/min' | 'MB' | 'cores' | '';

export type FigureKind = { unit: Unit; better: 'less' | 'more' | 'neither'; title: string };

export const PERCENTILES = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;

const METER_TITLES: Readonly<Record<Meter, string>> = {
  join: 'from asking for a seat to the first state',
  back: 'from a dropped connection to playing again',
  room: 'from asking for a room over HTTP to its answer',
  ack: 'from when an input frame was due to the patch that acknowledges it',
  rtt: 'round trip of a protocol ping',
  age: 'age of the newest snapshot when a step uses it',
  correction: 'size of a correction of the own pilot',
};

const figure = (name: string, unit: Unit, better: FigureKind['better'], title: string): [string, FigureKind] => [
  name,
  { unit, better, title },
];

function* distribution(name: string, unit: Unit, title: string): Generator<[string, FigureKind]> {
  for (const part of [...Object.keys(PERCENTILES), 'max', 'mean']) yield figure(`${name}.${part}`, unit, 'less', title);
  yield figure(`${name}.count`, '', 'neither', `how many: ${title}`);
}

/** All figures there are; those of a bot are means over the bots, `.min` and `.max` are those of the bot that had it worst. */
export const FIGURES: ReadonlyMap<string, FigureKind> = new Map([
  figure('players', '', 'more', 'bots that played'),
  figure('joined', '%', 'more', 'share of the joins asked for that led to a seat'),
  figure('errors', '', 'less', 'bots that failed'),
  figure('drops', '', 'less', 'connections that dropped without being asked to, whether or not they came back'),
  figure('lost', '', 'less', 'bots that had a seat and lost it against their will'),
  figure('rooms', '', 'neither', 'rooms that bots played in'),
  figure('joins', '', 'neither', 'seats taken'),
  figure('leaves', '', 'neither', 'seats given up'),
  figure('seconds', 's', 'neither', 'measured time'),
  ...meters.flatMap((meter) => [...distribution(meter, METERS[meter], METER_TITLES[meter])]),
  figure('ack.worst', 'ms', 'less', 'ack p99 of the bot that had it worst'),
  figure('ack.before', 'ms', 'neither', 'ack p99 in the calm before what the scenario does'),
  figure('age.worst', 'ms', 'less', 'snapshot age p99 of the bot that had it worst'),
  figure('unacked', '', 'less', 'input frames that were never acknowledged'),
  figure('corrections', '/min', 'less', 'corrections of the own pilot, per bot'),
  figure('starvation', '%', 'less', 'share of the shown time without a snapshot to show'),
  figure('patches', '/s', 'more', 'patches per bot'),
  figure('patches.min', '/s', 'more', 'patches of the bot that got fewest'),
  figure('frames', '/s', 'more', 'input frames sent per bot'),
  figure('hits', '', 'neither', 'hits that bots landed'),
  figure('kills', '', 'neither', 'kills of bots'),
  figure('refused', '', 'less', 'input frames that the server did not use'),
  figure('received', 'B/s', 'less', 'bytes received per bot'),
  figure('received.max', 'B/s', 'less', 'bytes received by the bot that got most'),
  figure('sent', 'B/s', 'less', 'bytes sent per bot'),
  ...distribution('tick', 'ms', 'wall time that one tick of one room takes'),
  ...distribution('late', 'ms', 'from when a tick was due to when it began'),
  figure('tick.before', 'ms', 'neither', 'tick p99 in the calm before what the scenario does'),
  figure('dropped', '', 'less', 'ticks that the server left out'),
  figure('cores', 'cores', 'less', 'processor time of the server'),
  figure('rss', 'MB', 'less', 'resident memory of the server, greatest'),
  figure('rss.growth', 'MB', 'less', 'what the server’s memory grew by in the second half of the measured time'),
  figure('loop.p99', 'ms', 'less', 'event-loop delay of the server'),
  figure('loop.max', 'ms', 'less', 'event-loop delay of the server, greatest'),
  figure('encode', '%', 'less', 'share of the ticks that encoding and sending take'),
  figure('server.in', 'B/s', 'neither', 'bytes that the server received'),
  figure('server.out', 'B/s', 'less', 'bytes that the server sent'),
  figure('server.rooms', '', 'neither', 'rooms alive on the server at the end'),
  figure('server.players', '', 'neither', 'people seated on the server at the end'),
  figure('server.bots', '', 'neither', 'the server’s own bots at the end'),
  figure('generator.cores', 'cores', 'neither', 'processor time of the busiest worker'),
  figure('generator.loop.p99', 'ms', 'neither', 'event-loop delay of the latest worker'),
  figure('generator.loop.max', 'ms', 'neither', 'event-loop delay of the latest worker, greatest'),
  figure('generator.others', 'cores', 'neither', 'processor time of all else on the generator’s machine'),
  figure('generator.steal', '%', 'neither', 'processor time that the generator’s hypervisor gave to others'),
  figure('generator.waiting', '%', 'neither', 'time in which some process of that machine waited for a processor'),
  figure('others.cut', '', 'more', 'connections of cheaters and stalled readers that the server cut'),
]);

/** own.NAME.p50 … of what a scenario of the user's measures; own.NAME.total of what it counts. */
const OWN = /^own\.[A-Za-z][A-Za-z0-9]{0,31}\.(?<part>p50|p90|p99|p999|max|mean|count|total)$/;
const OWN_TITLE = 'a figure of the scenario’s own';

/** @returns undefined when there is no such figure */
export function figureKind(name: string): FigureKind | undefined {
  const part = OWN.exec(name)?.groups?.part;
  if (part === undefined) return FIGURES.get(name);
  const isCount = part === 'count' || part === 'total';
  return { unit: isCount ? '' : 'ms', better: isCount ? 'neither' : 'less', title: OWN_TITLE };
}

/** @returns all of FIGURES in their order, then those of the user's own that these have */
export function figureNames(...all: readonly Figures[]): string[] {
  const own = all.flatMap((figures) => Object.keys(figures)).filter((name) => OWN.test(name));
  return [...new Set([...FIGURES.keys(), ...own.sort()])];
}

const PARTS = [...Object.keys(PERCENTILES), 'max', 'mean', 'count'].map((part) => `.${part}`);

/** @returns a line each, for --list; distributions once */
export function figureList(): string {
  const isPart = (name: string) =>
    PARTS.some((part) => name.endsWith(part) && FIGURES.has(name.replace(part, '.count')));
  const lines = [...FIGURES].flatMap(([name, { unit, title }]) => {
    if (!isPart(name)) return [[name, unit, title]];
    return name.endsWith('.p50') ? [[name.replace('.p50', '.*'), unit, title]] : [];
  });
  const width = Math.max(...lines.map(([name = '']) => name.length));
  const rows = lines.map(
    ([name = '', unit = '', title = '']) => `  ${name.padEnd(width)}  ${unit.padEnd(5)}  ${title}\n`,
  );
  return `Figures, for --limit (.* is one of ${PARTS.join(' ')})\n${rows.join('')}`;
}
