/** Limits as people write them: what they mean, what is refused with which words, and that nothing unmeasured passes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FIGURES } from '../../../loadtest/contract/figures.ts';
import { judge, LimitError, OPERATORS, parseLimit, parseLimits } from '../../../loadtest/verdict/limits.ts';
import { editDistance, nearest } from '../../../loadtest/verdict/nearest.ts';

const FIGURES_OF_A_RUN = {
  'tick.p50': 1,
  'tick.p99': 19.5,
  'tick.p999': 30,
  'rtt.p50': 60,
  'ack.p99': 139,
  errors: 0,
  dropped: 0,
  received: 11_000,
  starvation: 1,
  patches: 30,
  corrections: 60,
  seconds: 10,
  rss: 500,
  cores: 0.5,
};

const isKept = (text: string): boolean => judge(parseLimit(text), FIGURES_OF_A_RUN).holds;

describe('A limit', () => {
  const kept = ['tick.p99 < 20ms', 'ack.p99 < rtt + 80ms', 'errors == 0', 'received < 12 kB/s', 'starvation <= 1%'];
  const alsoKept = [
    'dropped==0',
    '  tick.p99   >  19 ms ',
    'tick.p99.9 <= 30ms',
    'tick < 1.001 ms',
    'tick.p99 < 19600us',
    'ack.p99 < rtt.p50 + rtt + tick.p99 - .4',
    'patches >= 1800/min',
    'corrections == 1/s',
    'seconds != 10ms',
    'seconds == 10000 ms',
    'rss < 0.51 GB',
    'cores < 1 core',
    'ack.p99 < seconds',
  ];
  for (const text of [...kept, ...alsoKept]) it(`holds: ${text}`, () => assert.equal(isKept(text), true));

  const broken = ['tick.p99 < 19.5ms', 'ack.p99 < rtt + 70', 'errors != 0', 'received < 11 kB/s', 'starvation < 1 %'];
  for (const text of broken) it(`is broken: ${text}`, () => assert.equal(isKept(text), false));

  it('is judged with what was measured and what was allowed, in the figure’s unit', () => {
    const ruling = judge(parseLimit(' ack.p99 < rtt + 0.08s '), FIGURES_OF_A_RUN);
    assert.deepEqual(ruling, { limit: 'ack.p99 < rtt + 0.08s', measured: 139, allowed: 140, holds: true });
  });

  it('fails when a figure on either side was not measured, whatever the operator', () => {
    for (const operator of OPERATORS) {
      assert.deepEqual(judge(parseLimit(`encode ${operator} 50%`), FIGURES_OF_A_RUN), {
        limit: `encode ${operator} 50%`,
        measured: null,
        allowed: 50,
        holds: false,
      });
      const other = judge(parseLimit(`ack.p99 ${operator} join + 1ms`), FIGURES_OF_A_RUN);
      assert.deepEqual([other.measured, other.allowed, other.holds], [139, null, false]);
    }
  });

  it('counts a figure that is no number as not measured', () => {
    assert.equal(judge(parseLimit('tick < 20ms'), { 'tick.p50': Number.NaN }).measured, null);
  });

  it('is not missed by the last bit of a conversion or of a sum', () => {
    // 0.1 + 0.2 is more than 0.3, and 4.35 * 1000 / 1000 need not be 4.35.
    for (const operator of ['<=', '>=', '==']) {
      assert.equal(judge(parseLimit(`tick ${operator} 0.1 + 0.2`), { 'tick.p50': 0.3 }).holds, true, operator);
    }
    assert.equal(judge(parseLimit('tick < 0.1 + 0.2'), { 'tick.p50': 0.3 }).holds, false);
  });

  it('compares for equality to three places', () => {
    assert.equal(judge(parseLimit('tick == 0.3'), { 'tick.p50': 0.1 + 0.2 }).holds, true);
    assert.equal(judge(parseLimit('tick == 0.3'), { 'tick.p50': 0.301 }).holds, false);
  });

  const refused: [text: string, says: RegExp][] = [
    ['tick.p99', /is no limit: expected a figure, one of < <= > >= == != and a value, such as/],
    ['tick.p99 = 3', /is no limit/],
    ['tick.p99 === 3', /"= 3" is no value/],
    ['tick.p99 < 20ms 5', /"5" is no value/],
    ['tick.p99 < -5ms', /"-5ms" is no value/],
    ['tick.p99 < rtt rtt', /"rtt" is no value/],
    ['tick.p99 < 20 kB', /"kB" does not fit tick\.p99: expected ms, us, s or min\./],
    ['received < 12 kB', /expected B\/s, kB\/s or MB\/s/],
    ['errors == 0 ms', /"ms" does not fit errors, which is a plain number: leave the unit out/],
    ['starvation < 1 MB', /expected %\./],
    ['ack.p99 < received', /received is in B\/s, but ack\.p99 is in ms/],
    ['ack.p99 < errors', /errors is a plain number, but ack\.p99 is in ms/],
    ['tik.p99 < 20ms', /no figure "tik\.p99"\. Did you mean tick\.p99.*--list shows all/],
    ['recieved < 1', /Did you mean received/],
    ['received.p99 < 1', /Did you mean received/],
    ['Tick < 5', /no figure "Tick"\. Did you mean tick/],
    ['rrt < 5', /no figure "rrt"\. Did you mean rtt/],
    ['loop < 1', /Did you mean loop\.p99 or loop\.max/],
    ['xyzzyplugh < 1', /no figure "xyzzyplugh"\. --list shows all/],
    ['__proto__ < 1', /no figure/],
    [`errors == ${'0'.repeat(300)}`, /at most 200 characters/],
  ];
  for (const [text, says] of refused) {
    it(`is refused: ${text.slice(0, 40)}`, () => {
      assert.throws(
        () => parseLimit(text),
        (error) => error instanceof LimitError && says.test(error.message),
      );
    });
  }

  it('comes from a file, one per line, with comments', () => {
    const limits = parseLimits(
      '# what players feel\nack.p99 < rtt + 80ms  # one tick and the way\r\n\n  errors == 0\n',
    );
    assert.deepEqual(
      limits.map(({ text }) => text),
      ['ack.p99 < rtt + 80ms', 'errors == 0'],
    );
    assert.throws(
      () => parseLimits('errors == 0\n\nerors == 0'),
      /^Error: Line 3: There is no figure "erors"\. Did you mean errors/,
    );
    assert.throws(() => parseLimits('errors == 0\n'.repeat(201)), /Line 201: more than 200/);
  });
});

const names = [...FIGURES.keys()];
const values = fc.double({ min: 0, max: 1e6, noNaN: true });

/** So many of the figure's unit is one of what is written behind the number. */
const UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'ack.p50': { '': 1, ms: 1, s: 1000, us: 0.001, µs: 0.001, min: 60_000 },
  seconds: { '': 1, s: 1, ms: 0.001, min: 60 },
  received: { '': 1, 'B/s': 1, 'kB/s': 1000, 'MB/s': 1e6 },
  rss: { '': 1, MB: 1, B: 1e-6, kB: 0.001, GB: 1000 },
  corrections: { '': 1, '/min': 1, '/s': 60 },
  patches: { '': 1, '/s': 1, '/min': 1 / 60 },
  starvation: { '': 1, '%': 1 },
  'correction.p99': { '': 1, u: 1 },
  cores: { '': 1, cores: 1, core: 1 },
  errors: { '': 1 },
};
const written = fc
  .constantFrom(...Object.entries(UNITS))
  .chain(([figure, units]) =>
    fc.record({ figure: fc.constant(figure), unit: fc.constantFrom(...Object.entries(units)) }),
  );

describe('Any limit', () => {
  it('is judged as arithmetic in the figure’s unit would, whatever it is written in', () => {
    const direct = {
      '<': (a: number, b: number) => a < b,
      '<=': (a: number, b: number) => a <= b,
      '>': (a: number, b: number) => a > b,
      '>=': (a: number, b: number) => a >= b,
      '==': (a: number, b: number) => a === b,
      '!=': (a: number, b: number) => a !== b,
    };
    // Also what is just allowed, to the last bit.
    const measuring = fc.option(values);
    fc.assert(
      fc.property(
        written,
        fc.nat(99_999),
        fc.constantFrom(...OPERATORS),
        measuring,
        fc.constantFrom('', ' '),
        ({ figure, unit: [unit, times] }, hundredths, operator, other, space) => {
          const text = `${figure}${space}${operator}${space}${hundredths / 100}${space}${unit}`;
          const allowed = (hundredths * times) / 100;
          const measured = other ?? allowed;
          const ruling = judge(parseLimit(text), { [figure]: measured });
          const [a, b] = [measured, allowed].map((value) => Math.round(value * 1000)) as [number, number];
          assert.ok(Math.abs((ruling.allowed ?? Number.NaN) - allowed) <= Math.abs(allowed) * 1e-9, text);
          // Half a thousandth is where the two ways to multiply may round apart.
          if (Math.abs(((allowed * 1000) % 1) - 0.5) > 1e-6) assert.equal(ruling.holds, direct[operator](a, b), text);
        },
      ),
    );
  });

  it('never holds without what it measures', () => {
    const unmeasured = fc.constantFrom(undefined, Number.NaN, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.constantFrom(...OPERATORS), fc.nat(), unmeasured, (name, ...rest) => {
        const [operator, right, value] = rest;
        const figures = value === undefined ? {} : { [name]: value };
        assert.equal(judge(parseLimit(`${name} ${operator} ${right}`), figures).holds, false);
        assert.equal(judge(parseLimit(`${name} ${operator} ${name}`), figures).holds, false);
      }),
    );
  });

  it('says the opposite of its opposite', () => {
    const opposites = [
      ['<', '>='],
      ['>', '<='],
      ['==', '!='],
    ] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(1000),
        values,
        fc.constantFrom(...opposites),
        (name, right, value, [one, other]) => {
          const figures = { [name]: value };
          assert.notEqual(
            judge(parseLimit(`${name} ${one} ${right}`), figures).holds,
            judge(parseLimit(`${name} ${other} ${right}`), figures).holds,
          );
        },
      ),
    );
  });

  it('adds its terms up, each with its own sign and unit', () => {
    const term = fc.record({
      sign: fc.constantFrom('+', '-'),
      tenths: fc.nat(9999),
      unit: fc.constantFrom('', 'ms', 's', 'us'),
    });
    const times = { '': 1, ms: 1, s: 1000, us: 0.001 } as const;
    fc.assert(
      fc.property(fc.nat(99), fc.array(term, { maxLength: 4 }), (first, terms) => {
        const text = terms.map(({ sign, tenths, unit }) => `${sign}${tenths / 10}${unit}`).join(' ');
        const sum = terms.reduce(
          (at, { sign, tenths, unit }) => at + (sign === '+' ? 1 : -1) * (tenths / 10) * times[unit as 'ms'],
          first,
        );
        const { allowed } = judge(parseLimit(`ack < ${first}ms${text}`), {});
        assert.ok(Math.abs((allowed ?? Number.NaN) - sum) < 1e-6, `${allowed} is not ${sum}`);
      }),
    );
  });

  it('is either understood or refused with a sentence, never anything else', () => {
    const pieces = fc.constantFrom(...names.slice(0, 9), ...OPERATORS, ...'+ - 1 .5 ms % /s é #'.split(' '), ' ', '\n');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 9 }).map((list) => list.join('')),
        ),
        (text) => {
          try {
            assert.ok(parseLimit(text).terms.length > 0);
          } catch (error) {
            assert.ok(error instanceof LimitError, String(error));
          }
        },
      ),
    );
  });
});

describe('The nearest names', () => {
  it('come by the letters to change', () => {
    assert.deepEqual(
      [editDistance('', 'abc'), editDistance('kitten', 'sitting'), editDistance('ack', 'ack')],
      [3, 3, 0],
    );
    assert.deepEqual(nearest('ack.p9', ['rtt.p99', 'ack.p90', 'tick', 'ack.p99']), ['ack.p90', 'ack.p99']);
    assert.deepEqual(nearest('nothing', ['rtt', 'ack']), []);
  });

  it('are told of any figure with one letter wrong', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.constantFrom('', 'q', 'Z'), (name, place, letter) => {
        const at = place % name.length;
        const wrong = `${name.slice(0, at)}${letter}${name.slice(at + 1)}`;
        assert.ok(nearest(wrong, names).length > 0, wrong);
        assert.equal(editDistance(wrong, name), 1);
      }),
    );
  });

  it('have a distance: none to themselves, the same both ways, no shorter by a detour, any letters', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        assert.equal(editDistance(a, b) === 0, a === b);
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.ok(editDistance(a, c) <= editDistance(a, b) + editDistance(b, c));
        assert.ok(editDistance(a, b) <= Math.max([...a].length, [...b].length));
      }),
    );
  });
});
