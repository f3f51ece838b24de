/** What each scenario orders its crowd to do, and when: with a crowd that only writes down what it is asked. */
import assert from 'node:assert/strict';
import type { Figures } from '../../../loadtest/contract/figures.ts';
import type { RunOptions } from '../../../loadtest/contract/run-options.ts';
import type { Span } from '../../../loadtest/contract/span.ts';
import type { Crowd } from '../../../loadtest/crowd/crowd.ts';
import { findScenario, scenarioList, scenarioNames } from '../../../loadtest/scenarios/list.ts';
import { setClock } from '../../support/page.ts';

const SPAN = { figures: {}, distributions: {} } as unknown as Span;
const START_MS = 50_000;

/** Its time passes only while a scenario waits. */
class AskedCrowd {
  readonly signal = new AbortController().signal;
  readonly orders: string[] = [];
  #nowMs = START_MS;
  #bots = 0;

  constructor() {
    setClock(this.#nowMs);
  }

  #note(...order: (string | number)[]): void {
    this.orders.push([((this.#nowMs - START_MS) / 1000).toFixed(2), ...order].join(' '));
  }

  phase(label: string): void {
    this.#note('phase', label);
  }

  mark(label: string): void {
    this.#note('mark', label);
  }

  async join(count: number, { role = 'honest', perSecond = 0 } = {}): Promise<number[]> {
    this.#note('join', count, role, ...(perSecond > 0 ? [perSecond] : []));
    return Array.from({ length: count }, () => ++this.#bots);
  }

  async leave(bots: readonly number[]): Promise<void> {
    this.#note('leave', ...bots);
  }

  async drop(bots: readonly number[]): Promise<void> {
    this.#note('drop', bots.length);
  }

  async stall(bots: readonly number[], on: boolean): Promise<void> {
    this.#note(on ? 'stall' : 'go on', bots.length);
  }

  async openRooms(count: number, perSecond: number): Promise<string[]> {
    this.#note('rooms', count, perSecond);
    return Array.from({ length: count }, (_, nth) => `room ${nth}`);
  }

  async play(seconds: number): Promise<Span> {
    return this.measure(() => this.wait(seconds));
  }

  async measure(work: () => Promise<unknown>): Promise<Span> {
    this.#note('measure');
    await work();
    this.#note('measured');
    return SPAN;
  }

  async wait(seconds: number): Promise<void> {
    this.#nowMs += Math.max(0, seconds) * 1000;
    setClock(this.#nowMs);
  }
}

async function ordersOf(name: string, options: Partial<RunOptions>): Promise<string[]> {
  const crowd = new AskedCrowd();
  await findScenario(name)?.run(crowd as unknown as Crowd, options as RunOptions);
  return crowd.orders;
}

describe('scenarios', () => {
  afterEach(() => void Reflect.deleteProperty(performance, 'now'));

  const STEADY = ['0.00 phase joining', '0.00 join 20 honest', '0.00 measure', '9.00 measured'];
  const CALM = ['0.00 mark calm', '0.00 measure', '3.00 measured'];
  for (const [name, options, orders] of [
    ['steady', {}, STEADY],
    ['soak', {}, STEADY],
    ['swarm', {}, STEADY],
    [
      'churn',
      { durationSeconds: 1.2, joinsPerSecond: 2 },
      [
        ...['0.00 phase joining', '0.00 join 20 honest 50', '0.00 phase coming and going', '0.00 measure'],
        ...['0.50 leave 1', '0.50 join 1 honest', '1.00 leave 2', '1.00 join 1 honest', '1.20 measured'],
      ],
    ],
    [
      'join-storm',
      {},
      [
        ...['0.00 mark joins begin', '0.00 phase storm of joins', '0.00 measure', '0.00 join 20 honest'],
        ...['0.00 mark all are in', '0.00 phase playing', '9.00 measured'],
      ],
    ],
    [
      'reconnect-storm',
      {},
      [
        ...['0.00 phase joining', '0.00 join 20 honest', ...CALM, '3.00 mark all connections cut'],
        ...['3.00 phase coming back', '3.00 measure', '3.00 drop 20', '9.00 measured'],
      ],
    ],
    [
      'matchmaking-storm',
      { rooms: 5, joinsPerSecond: 4 },
      [
        ...['0.00 phase opening rooms', '0.00 mark rooms are opened', '0.00 measure', '0.00 rooms 5 4'],
        ...['0.00 mark players join them', '0.00 phase joining', '0.00 join 20 honest', '0.00 phase playing'],
        '9.00 measured',
      ],
    ],
    [
      'stalled-readers',
      {},
      [
        ...['0.00 phase joining', '0.00 join 2 stalled', '0.00 join 20 honest', ...CALM],
        ...['3.00 mark a tenth stops reading', '3.00 stall 2', '3.00 measure', '9.00 measured'],
      ],
    ],
    [
      'cheaters',
      {},
      [
        ...['0.00 phase joining', '0.00 join 20 honest', ...CALM, '3.00 mark cheaters come'],
        ...['3.00 phase playing among cheaters', '3.00 measure', '3.00 join 1 sprinter', '3.00 join 1 flooder'],
        ...['3.00 join 1 backdater', '3.00 join 1 garbler', '9.00 measured'],
      ],
    ],
  ] as const) {
    it(`${name} orders its crowd about as it says`, async () => {
      assert.deepEqual(await ordersOf(name, { players: 20, durationSeconds: 9, ...options }), orders);
    });
  }

  it('measure a calm of two seconds at least', async () => {
    const orders = await ordersOf('stalled-readers', { players: 20, durationSeconds: 3 });
    assert.ok(orders.includes('2.00 measured'), orders.join('\n'));
  });

  it('of a ramp tells of every seat that was lost on the way, not only at the knee', async () => {
    const lostBySpan = [0, 3, 38];
    class RampCrowd extends AskedCrowd {
      override async measure(work: () => Promise<unknown>): Promise<Span> {
        await super.measure(work);
        const lost = lostBySpan.shift() ?? 0;
        return { ...SPAN, figures: { players: 20, lost } };
      }

      broken({ lost = 0 }: Figures): string[] {
        return lost > 0 ? ['lost == 0'] : [];
      }
    }
    const options = { players: 20, stepPlayers: 10, durationSeconds: 1 };
    const outcome = await findScenario('ramp')?.run(new RampCrowd() as unknown as Crowd, options as RunOptions);
    assert.equal(outcome?.ramp?.steps.length, 4);
    assert.equal(outcome.span.figures.lost, 41);
  });

  it('are as large and as long as they say, where nothing else is said', () => {
    const defaults = scenarioNames.map((name) => [name, findScenario(name)?.defaults]);
    assert.deepEqual(Object.fromEntries(defaults), {
      steady: undefined,
      ramp: { players: 200, durationSeconds: 5, kind: 'light' },
      soak: { durationSeconds: 3600 },
      churn: { joinsPerSecond: 2 },
      'join-storm': { players: 100, joinsPerSecond: 1000 },
      'reconnect-storm': { players: 100 },
      'matchmaking-storm': { players: 40, rooms: 20, joinsPerSecond: 20 },
      swarm: { mode: 'swarm', rooms: 1, players: 100, kind: 'light' },
      'stalled-readers': { durationSeconds: 30 },
      cheaters: { durationSeconds: 15 },
    });
  });

  it('are listed one below the other, what each is about in one column', () => {
    const [title, ...lines] = scenarioList().trimEnd().split('\n');
    assert.deepEqual([title, lines.length], ['Scenarios', scenarioNames.length]);
    for (const [nth, name] of scenarioNames.entries()) {
      const { summary = '' } = findScenario(name) ?? {};
      assert.equal(lines[nth], `  ${name.padEnd('matchmaking-storm'.length)}  ${summary}`);
    }
  });
});
