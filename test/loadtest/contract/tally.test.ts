/** What bots count, and that it adds up exactly: over bots, seconds, processes and machines. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Counter, counters, type Meter, meters, Tally, TallyWire } from '../../../loadtest/contract/tally.ts';
import { spanFigures } from '../../../loadtest/measure/span-figures.ts';

const tallyOf = (...acksMs: number[]): Tally => {
  const tally = new Tally();
  for (const ms of acksMs) tally.record('ack', ms);
  return tally;
};

const within = (actual: number | undefined, expected: number, share: number) =>
  assert.ok(
    actual !== undefined && Math.abs(actual - expected) <= expected * share,
    `${actual} instead of ${expected}`,
  );

/** As it goes from a worker to its coordinator: through JSON and its check. */
const sent = (tally: Tally): Tally => Tally.fromWire(TallyWire.parse(JSON.parse(JSON.stringify(tally.toWire()))));

describe('a tally', () => {
  it('keeps every value to within one percent, from a tenth of a millisecond to a minute', () => {
    for (const ms of [0.1, 1, 33.4, 250, 4000, 59_000]) within(tallyOf(ms).percentile('ack', 0.5), ms, 0.01);
  });

  it('gives percentiles of all that was recorded', () => {
    const summary = tallyOf(...Array.from({ length: 1000 }, (_, i) => i + 1)).summary('ack');
    assert.equal(summary?.count, 1000);
    for (const [part, expected] of [
      ['p50', 500],
      ['p90', 900],
      ['p99', 990],
      ['p999', 999],
      ['max', 1000],
      ['mean', 500.5],
    ] as const) {
      within(summary?.[part], expected, 0.01);
    }
  });

  it('has no figures of what was not measured', () => {
    assert.equal(new Tally().summary('ack'), undefined);
    assert.equal(new Tally().percentile('rtt', 0.5), undefined);
  });

  it('is bounded when a clock goes mad or a server invents reasons', () => {
    within(tallyOf(1e12).percentile('ack', 0.99), 60_000, 0.01);
    assert.equal(tallyOf(-5).percentile('ack', 0.99), 0);
    const tally = new Tally();
    for (let i = 0; i < 1000; i++) tally.failed(`reason ${i} ${'x'.repeat(10_000)}`);
    assert.ok(tally.errors.length <= 65);
    assert.equal(
      tally.errors.reduce((sum, { count }) => sum + count, 0),
      1000,
      'none is lost',
    );
    assert.ok(tally.errors.every(({ message }) => message.length <= 300));
  });

  it('merges distributions, not percentiles', () => {
    const all = tallyOf(...Array(99).fill(10));
    const slow = tallyOf(500);
    all.add(slow);
    within(all.percentile('ack', 0.5), 10, 0.01);
    within(all.percentile('ack', 1), 500, 0.01);
    assert.equal(slow.summary('ack')?.count, 1, 'what was added is left alone');
  });

  it('refuses what is no tally', () => {
    const wire = tallyOf(1).toWire();
    assert.throws(() => TallyWire.parse({ ...wire, counts: { coins: 1 } }));
    assert.throws(() => TallyWire.parse({ ...wire, meters: { ack: '<>' } }));
    assert.throws(() => Tally.fromWire({ ...wire, meters: { ack: 'AAAA' } }));
  });
});

describe('merging', () => {
  const deed = fc.oneof(
    fc.record({ meter: fc.constantFrom<Meter>(...meters), value: fc.double({ min: 0, max: 70_000, noNaN: true }) }),
    fc.record({ counter: fc.constantFrom<Counter>(...counters), by: fc.nat(1000) }),
    fc.record({ code: fc.constantFrom(1000, 1006, 4002) }),
    fc.record({ sentence: fc.constantFrom('late', 'gone', 'cut') }),
  );

  type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;
  const done = (deeds: readonly Deed[]): Tally => {
    const tally = new Tally();
    for (const one of deeds) {
      if ('meter' in one) tally.record(one.meter, one.value);
      else if ('counter' in one) tally.count(one.counter, one.by);
      else if ('code' in one) tally.closed(one.code);
      else tally.failed(one.sentence);
    }
    return tally;
  };

  const content = (tally: Tally) => ({
    meters: meters.map((meter) => tally.summary(meter)),
    counts: counters.map((counter) => tally.get(counter)),
    closes: tally.closes.toSorted((a, b) => a.code - b.code),
    errors: tally.errors.toSorted((a, b) => a.message.localeCompare(b.message)),
  });

  it('over the wire of any number of workers equals one tally of everything', () => {
    fc.assert(
      fc.property(fc.array(fc.array(deed, { maxLength: 40 }), { maxLength: 5 }), (workers) => {
        const merged = new Tally();
        for (const deeds of workers) merged.add(sent(done(deeds)));
        assert.deepEqual(content(merged), content(done(workers.flat())));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the figures of a span', () => {
  const row = { ackP50Ms: 40, ackP99Ms: 50, ageP99Ms: null, bytesOutPerSecond: 10, framesPerSecond: 30 };
  const rows = [
    { ...row, id: 1, playedSeconds: 10, patchesPerSecond: 30, bytesInPerSecond: 1000, corrections: 5 },
    { ...row, id: 2, playedSeconds: 5, patchesPerSecond: 20, bytesInPerSecond: 3000, corrections: 0, ackP99Ms: 90 },
    { ...row, id: 3, playedSeconds: 0, patchesPerSecond: 0, bytesInPerSecond: 0, corrections: 0, ackP99Ms: null },
  ];
  const load = { cores: 0.5, loopP99Ms: 2, loopMaxMs: 5, machine: null };
  const counts = () => ({
    seconds: 10,
    inside: new Tally(),
    since: new Tally(),
    others: new Tally(),
    othersCame: false,
    rows,
    players: 3,
    rooms: 1,
    joinsAsked: 4,
    loads: [[load], [{ ...load, cores: 0.9, loopP99Ms: 30 }]],
  });

  it('are means and worst cases over the bots that played', () => {
    const all = counts();
    all.inside.count('shownMs', 1000);
    const figures = spanFigures(all);
    assert.equal(figures.patches, 25);
    assert.equal(figures['patches.min'], 20);
    assert.equal(figures['received.max'], 3000);
    assert.equal(figures['ack.worst'], 90);
    assert.equal(figures.corrections, 15, '30 a minute and none');
    assert.equal(figures['age.worst'], undefined);
  });

  it('tell of corrections and starvation only where others are shown', () => {
    const all = counts();
    assert.equal(spanFigures(all).corrections, undefined);
    assert.equal(spanFigures(all).starvation, undefined);
    all.inside.count('shownMs', 200);
    all.inside.count('starvedMs', 10);
    assert.equal(spanFigures(all).starvation, 5);
  });

  it('count joins, drops and failures since the span before, what is felt only in this one', () => {
    const all = counts();
    all.since.count('joins', 3);
    all.since.failed('full');
    all.since.record('join', 100);
    all.since.record('ack', 1);
    const figures = spanFigures(all);
    assert.equal(figures.joined, 75);
    assert.equal(figures.errors, 1);
    within(figures['join.p50'], 100, 0.01);
    assert.equal(figures['ack.p50'], undefined);
  });

  it('name the worker that is busiest and the one that is latest', () => {
    const figures = spanFigures(counts());
    assert.equal(figures['generator.cores'], 0.9);
    assert.equal(figures['generator.loop.p99'], 30);
  });
});
