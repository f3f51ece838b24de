/** Other people's Colyseus servers: one with a known limit, and some that misbehave, which a report must say. */
import assert from 'node:assert/strict';
import { reported } from '../support/loadtest.ts';
import { LATE_MS, LIMIT_PLAYERS } from '../support/peer/rooms.ts';
import { usePeer } from '../support/peer.ts';

describe('a plain Colyseus room', function () {
  this.timeout(60_000);
  const peer = usePeer();
  const against = (mode: string, ...args: string[]) =>
    reported('--url', peer.url, '--adapter', 'colyseus', '--mode', mode, '--bots', 'light', '--workers', '1', ...args);

  /** All at once: they take their time, not the processor's. */
  const modes = ['plain', 'starter', 'talk', 'late', 'wrong', 'closing', 'silent'] as const;
  type Mode = (typeof modes)[number];
  let runs: ReadonlyMap<Mode, Awaited<ReturnType<typeof against>>>;

  before(async () => {
    const run = async (mode: Mode) =>
      [mode, await against(mode, '-p', '2', '-d', mode === 'silent' ? '5' : '2.5')] as const;
    runs = new Map(await Promise.all(modes.map(run)));
  });

  const runOf = (mode: Mode) => runs.get(mode) ?? assert.fail(`${mode} was not run`);

  it('is played by light bots, and what it does not show is absent', () => {
    const { code, report, out } = runOf('plain');
    assert.equal(code, 0, out);
    const { figures } = report;
    assert.ok((figures.patches ?? 0) > 20 && (figures['ack.count'] ?? 0) > 60, JSON.stringify(figures));
    assert.ok((figures['ack.p50'] ?? 0) < 200 && (figures['rtt.p50'] ?? 0) < 150, JSON.stringify(figures));
    assert.equal(figures['tick.p99'], undefined);
    assert.equal(figures.corrections, undefined);
    assert.ok(report.warnings.some((warning) => warning.includes('/metrics')));
  });

  for (const mode of ['starter', 'talk'] as const) {
    it(`that is the official starter’s, or has messages only, is stayed in: ${mode}`, () => {
      const { code, report, out } = runOf(mode);
      assert.equal(code, 0, out);
      const { figures } = report;
      assert.deepEqual([figures.players, figures.joined, figures.errors, figures.frames], [2, 100, 0, 0]);
      assert.ok((figures['rtt.count'] ?? 0) > 0, 'pings are answered');
      assert.equal(figures['ack.p50'], undefined);
      assert.ok(report.warnings.some((warning) => /no input.*--scenario/.test(warning)));
    });
  }

  it('fails a limit on what was not measured', async () => {
    const { code, report } = await against('plain', '-p', '1', '-d', '0.5', '--limit', 'tick.p99 < 20ms');
    assert.equal(code, 1);
    assert.deepEqual(
      report.rulings.map(({ limit, measured, holds }) => [limit, measured, holds]),
      [
        ['tick.p99 < 20ms', null, false],
        ['errors == 0', 0, true],
        ['drops == 0', 0, true],
        ['lost == 0', 0, true],
      ],
    );
  });

  it('has its knee found by a ramp', async () => {
    const limits = ['--limit', 'ack.p90 < 800ms', '--limit', 'errors == 0'];
    const { report } = await against(
      'limited',
      '--scenario',
      'ramp',
      '-p',
      '12',
      '--step',
      '2',
      '-d',
      '1.8',
      ...limits,
    );
    const { ramp } = report;
    assert.deepEqual(ramp?.brokenBy, ['ack.p90 < 800ms'], JSON.stringify(ramp?.steps));
    assert.equal(ramp.knee, LIMIT_PLAYERS);
    // Steps of 2 until one breaks, then the last one halved.
    assert.deepEqual(
      ramp.steps.map(({ players }) => players),
      [2, 4, 6, 5],
    );
  });

  it('that answers late is said to: latency counts from when a frame was due', () => {
    const { figures } = runOf('late').report;
    assert.ok((figures['ack.p99'] ?? 0) > LATE_MS * 0.8, JSON.stringify(figures));
    assert.ok((figures['rtt.p50'] ?? Number.POSITIVE_INFINITY) < 150, 'the way itself is short');
  });

  for (const [mode, says] of [
    ['wrong', /code 1002: .*not found/],
    ['closing', /code 4002: no reason/],
    ['silent', /went silent: no patch for 3 s/],
  ] as const) {
    it(`that is ${mode} fails the run and is told of`, () => {
      const { code, report, out } = runOf(mode);
      assert.equal(code, 1, out);
      assert.equal(report.figures.errors, 2);
      assert.match(report.errors[0]?.message ?? '', says);
      if (mode === 'closing') assert.deepEqual(report.closes, [{ code: 4002, count: 2 }]);
    });
  }
});
