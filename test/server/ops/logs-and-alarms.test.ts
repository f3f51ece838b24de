/** What wakes an operator and what fills the log: how often, and with what in it. Time is handed in or virtual. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mock } from 'node:test';
import { FailureAlarm } from '../../../server/ops/alarm.ts';
import { ERROR_PLACES, InternalErrors } from '../../../server/ops/internal-errors.ts';
import { libraryLogger, takeConsole, takeStderr } from '../../../server/ops/log.ts';
import { createMetrics, watchTraffic } from '../../../server/ops/metrics.ts';
import { SparseLines } from '../../../server/ops/sparse-lines.ts';
import { logInto } from '../../support/log-lines.ts';

type Line = { level: number; event?: string; msg?: string; count?: number; from?: string };

describe('The alarm of failed rooms', () => {
  it('rings at the third failure within a minute', () => {
    const alarm = new FailureAlarm();
    assert.deepEqual([alarm.note(0), alarm.note(30_000), alarm.note(59_999)], [false, false, true]);
  });

  it('is silent once the first of three is a minute old, and rings again with a fourth soon after', () => {
    const alarm = new FailureAlarm();
    for (const nowMs of [1000, 30_000, 60_000]) alarm.note(nowMs);
    assert.deepEqual([alarm.rings(60_999), alarm.rings(61_000)], [true, false]);
    assert.deepEqual([alarm.note(61_000), alarm.rings(89_999), alarm.rings(90_000)], [true, true, false]);
  });

  it('goes by the last three, however many there were', () => {
    const alarm = new FailureAlarm();
    for (let nowMs = 0; nowMs < 100_000; nowMs += 1000) alarm.note(nowMs);
    assert.deepEqual([alarm.rings(156_999), alarm.rings(157_000)], [true, false]);
  });

  it('is a metric: 0, and 1 while it rings', async () => {
    const { registry, failureAlarm } = createMetrics();
    const shown = async (): Promise<string | undefined> =>
      /^sparkfray_room_failures_alarm (.*)$/mu.exec(await registry.metrics())?.[1];
    assert.equal(await shown(), '0');
    for (let i = 0; i < 3; i++) failureAlarm.note(performance.now());
    assert.equal(await shown(), '1');
  });
});

describe('Sparse lines', () => {
  it('leave out what comes within the time, and tell how many next time', () => {
    const lines = new SparseLines(100);
    const told = [0, 1, 50, 99, 100, 199, 200, 300].map((nowMs) => lines.unsaid('a', nowMs));
    assert.deepEqual(told, [0, undefined, undefined, undefined, 3, undefined, 1, 0]);
  });

  it('keep keys apart', () => {
    const lines = new SparseLines(100);
    assert.deepEqual([lines.unsaid('a', 0), lines.unsaid('b', 1), lines.unsaid('a', 2)], [0, 0, undefined]);
  });

  it('remember a thousand keys, and forget all of them with the next', () => {
    const lines = new SparseLines(100);
    for (let key = 0; key < 1000; key++) assert.equal(lines.unsaid(String(key), 0), 0);
    assert.equal(lines.unsaid('0', 1), undefined, 'a thousand fit');
    assert.equal(lines.unsaid('one more', 1), 0);
    assert.equal(lines.unsaid('0', 2), 0, 'forgotten');
  });
});

describe('Lines of libraries', () => {
  beforeEach(() => mock.method(performance, 'now', () => nowMs));
  afterEach(() => mock.restoreAll());
  let nowMs = 0;

  it('come in our form, each at its level, errors by their message', () => {
    const lines: Line[] = [];
    const logger = libraryLogger(logInto(lines), 'colyseus');
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) logger[level]('a', new Error('b'), 3);
    assert.deepEqual(
      lines.map(({ level, msg, from }) => [level, msg, from]),
      [10, 20, 30, 40, 50].map((level) => [level, 'a b 3', 'colyseus']),
    );
  });

  it('are formed as the console forms them, and are no longer than 500 characters', () => {
    const lines: Line[] = [];
    const logger = libraryLogger(logInto(lines), 'colyseus');
    logger.info('%s left (%d): %j', 'a', 4000, { b: 1 });
    logger.info('x'.repeat(501));
    assert.deepEqual(
      lines.map(({ msg }) => msg),
      ['a left (4000): {"b":1}', 'x'.repeat(500)],
    );
  });

  it('are at most twenty in ten seconds; how many were left out is told with the next', () => {
    const lines: Line[] = [];
    const logger = libraryLogger(logInto(lines), 'colyseus');
    const writeAt = (ms: number, count: number): void => {
      nowMs = ms;
      for (let n = 0; n < count; n++) logger.warn('line');
    };
    writeAt(5000, 20);
    assert.equal(lines.length, 20);
    writeAt(15_000, 7);
    assert.equal(lines.length, 20, 'ten seconds are not over');
    writeAt(15_001, 1);
    assert.deepEqual(
      lines.slice(20).map(({ event, count, msg }) => [event, count, msg]),
      [
        ['lines_left_out', 7, undefined],
        [undefined, undefined, 'line'],
      ],
    );
    writeAt(25_002, 1);
    assert.equal(lines.length, 23, 'nothing was left out');
  });

  it('that go to the console are taken too, at the same rate, whatever they are called with', () => {
    const lines: Line[] = [];
    const methods = ['trace', 'debug', 'info', 'log', 'warn', 'error'] as const;
    const target = { ...console };
    takeConsole(logInto(lines, 'info'), target);
    for (const method of methods) target[method]('field not defined at', { index: 5 });
    assert.deepEqual(
      lines.map(({ level, from }) => [level, from]),
      [30, 30, 40, 50].map((level) => [level, 'console']),
    );
    for (let n = 0; n < 100; n++) target.warn('line');
    assert.equal(lines.length, 20);
  });

  it('that go to stderr, and warnings of Node, are taken too: nothing is printed beside the log', () => {
    const lines: Line[] = [];
    const printed: unknown[] = [];
    const target = Object.assign(new EventEmitter(), { stderr: { write: (text: unknown) => printed.push(text) } });
    target.on('warning', (warning) => printed.push(warning));
    takeStderr(logInto(lines), target as unknown as NodeJS.Process);
    let done = 0;
    const write = target.stderr.write as unknown as (text: string, encoding: string, done: () => void) => boolean;
    assert.equal(
      write('a line\n', 'utf8', () => done++),
      true,
    );
    target.emit('warning', new Error('a leak'));
    assert.deepEqual(
      lines.map(({ level, from, msg }) => [level, from, msg]),
      [
        [40, 'stderr', 'a line'],
        [40, 'node', 'a leak'],
      ],
    );
    assert.deepEqual([done, printed], [1, []]);
    for (let n = 0; n < 100; n++) target.stderr.write('a line\n');
    assert.equal(lines.length, 21);
  });
});

describe('Internal errors', () => {
  it('are counted from 0 in every place that can catch one', async () => {
    const metrics = createMetrics();
    new InternalErrors(logInto([]), metrics);
    const text = await metrics.registry.metrics();
    for (const where of Object.keys(ERROR_PLACES)) {
      assert.ok(text.includes(`sparkfray_internal_errors_total{where="${where}"} 0`), where);
    }
  });

  it('that are no Error are told apart by their place alone', () => {
    const lines: Line[] = [];
    const errors = new InternalErrors(logInto(lines), createMetrics());
    errors.note('room', 'a', 0);
    errors.note('room', 'b', 1);
    errors.note('route', 'c', 2);
    errors.note('room', new Error('d'), 3);
    assert.equal(lines.length, 3);
  });
});

describe('The traffic of a server', () => {
  it('is asked for at each scrape', async () => {
    const metrics = createMetrics();
    const traffic = { bytesIn: 0, bytesOut: 0, connections: 0 };
    watchTraffic(metrics, () => traffic);
    const shown = async (): Promise<string[]> =>
      [...(await metrics.registry.metrics()).matchAll(/^sparkfray_(?:bytes_total|connections).*$/gmu)].map(
        ([line]) => line,
      );
    for (const [bytesIn, bytesOut, connections] of [
      [0, 0, 0],
      [10, 200, 3],
      [11, 200, 2],
    ] as const) {
      Object.assign(traffic, { bytesIn, bytesOut, connections });
      assert.deepEqual(await shown(), [
        `sparkfray_bytes_total{direction="in"} ${bytesIn}`,
        `sparkfray_bytes_total{direction="out"} ${bytesOut}`,
        `sparkfray_connections ${connections}`,
      ]);
    }
  });
});
