/** The line that rewrites itself on a terminal, and the plain lines elsewhere. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Moment } from '../../../loadtest/contract/moment.ts';
import { Progress } from '../../../loadtest/terminal/progress.ts';

const figures = { 'ack.p50': 41.2, 'ack.p99': 75, 'tick.p99': 2.9, received: 10_100 };
const moment = (changes: Partial<Moment> = {}): Moment => ({
  phase: 'playing',
  players: 60,
  playing: 58,
  failed: 0,
  figures,
  ...changes,
});

function collector(terminal?: { columns: number }) {
  const written: string[] = [];
  return {
    written,
    output: { isTTY: terminal !== undefined, ...terminal, write: (text: string) => written.push(text) },
  };
}

describe('Progress', () => {
  it('without a terminal is a plain line every 5 s and at each change of stage', () => {
    const { written, output } = collector();
    let nowMs = 0;
    const progress = new Progress(output, () => nowMs);
    for (const phase of ['joining', 'playing']) {
      for (let second = 0; second < 7; second++, nowMs += 1000) {
        progress.show(moment({ phase, secondsLeft: 9.2 - second, failed: second }));
      }
    }
    progress.end();
    assert.deepEqual(
      written.map((line) => line.split(',')[0]),
      ['joining: 58 of 60', 'joining: 58 of 60', 'playing: 58 of 60', 'playing: 58 of 60'],
    );
    assert.equal(
      written[0],
      'joining: 58 of 60, 10 s left, ack 41.2 ms/75.0 ms, tick p99 2.90 ms, received 10.1 kB/s\n',
    );
    assert.match(written[1] ?? '', /58 of 60, 5 failed, 5 s left/);
    assert.ok(written.every((line) => line.endsWith('\n') && !line.includes('\u001b')));
  });

  it('tells whatever was measured and nothing else, in no more than the width', () => {
    const names = ['ack.p50', 'ack.p99', 'tick.p99', 'received'];
    const known = fc.subarray(names).map((some) => Object.fromEntries(some.map((name) => [name, 12.3])));
    const columns = fc.integer({ min: 2, max: 120 });
    fc.assert(
      fc.property(fc.string(), known, fc.nat(), columns, (phase, some, failed, width) => {
        const [terminal, plain] = [collector({ columns: width }), collector()];
        for (const { output } of [terminal, plain]) new Progress(output).show(moment({ phase, figures: some, failed }));
        const [line = '', whole = ''] = [...terminal.written, ...plain.written];
        const sentence = whole.slice(phase.length);
        assert.ok(line.length - '\r\u001b[2K'.length < width, line);
        assert.doesNotMatch(line.slice(5), /\p{Cc}/u);
        assert.equal(sentence.includes(' ack '), 'ack.p50' in some || 'ack.p99' in some);
        assert.equal(sentence.includes(` ${failed} failed`), failed > 0);
        assert.doesNotMatch(sentence, /undefined|NaN|, ,/);
      }),
      { numRuns: 60 },
    );
  });

  it('on a terminal rewrites one line, cut to its width, and leaves nothing behind', () => {
    const { written, output } = collector({ columns: 40 });
    const progress = new Progress(output, () => 0);
    progress.show(moment());
    progress.show(moment({ figures: {} }));
    progress.end();
    const erase = '\r\u001b[2K';
    assert.deepEqual(written, [`${erase}playing: 58 of 60, ack 41.2 ms/75.0 ms…`, `${erase}playing: 58 of 60`, erase]);
    assert.ok(written.every((text) => text.length - erase.length < 40));
  });
});
