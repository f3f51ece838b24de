/** Where pilots are shown in this frame, and the cues of one frame. */
import assert from 'node:assert/strict';
import { Cues } from '../../../client/view/cues.ts';
import { Places } from '../../../client/view/places.ts';

describe('places', () => {
  const placesWith = (...pilots: readonly (readonly [seat: number, x: number, y: number])[]): Places => {
    const places = new Places();
    places.begin();
    for (const [seat, x, y] of pilots) places.put(seat, x, y);
    places.end();
    return places;
  };

  it('are those of this frame: who was not put is forgotten, who was moved has moved', () => {
    const places = placesWith([1, 10, 20], [2, 30, 40]);
    places.begin();
    places.put(2, 35, 45);
    places.end();
    assert.equal(places.of(1), undefined);
    const { x, y } = places.of(2) ?? {};
    assert.deepEqual([x, y], [35, 45]);
  });

  it('tell the nearest pilot within reach, and none beyond it', () => {
    const places = placesWith([1, 0, 0], [2, 100, 0], [3, 0, -60]);
    assert.equal(places.nearest(70, 0, 50), 2);
    assert.equal(places.nearest(10, -40, 500), 3);
    assert.equal(places.nearest(-30, -40, 50), 3);
    assert.equal(places.nearest(-30, 40, 50), 0);
    assert.equal(places.nearest(-30, 40, 50.1), 1);
  });
});

describe('cues', () => {
  const kindsOf = (cues: Cues): string[] => {
    const kinds: string[] = [];
    cues.drain(({ kind, x, y, angle, own, colour }) => kinds.push([kind, x, y, angle, own, colour].join(' ')));
    return kinds;
  };

  it('are handed out once, in order, as they came', () => {
    const cues = new Cues();
    cues.add({ kind: 'shot', x: 1, y: 2, angle: 3, own: true, colour: 4 });
    cues.add({ kind: 'hurt', x: 5, y: 6, angle: 7, own: false, colour: 8 });
    assert.deepEqual(kindsOf(cues), ['shot 1 2 3 true 4', 'hurt 5 6 7 false 8']);
    assert.deepEqual(kindsOf(cues), []);
    cues.add({ kind: 'kill', x: 9, y: 9, angle: 9, own: true, colour: 9 });
    assert.deepEqual(kindsOf(cues), ['kill 9 9 9 true 9']);
  });

  it('are forgotten unheard when asked', () => {
    const cues = new Cues();
    cues.add({ kind: 'shot', x: 1, y: 2, angle: 3, own: true, colour: 4 });
    cues.clear();
    assert.deepEqual(kindsOf(cues), []);
  });

  it('are bounded in one frame, and the first ones count', () => {
    const cues = new Cues();
    for (let i = 0; i < 200; i++) cues.add({ kind: 'shot', x: i, y: 0, angle: 0, own: true, colour: 0 });
    const kinds = kindsOf(cues);
    assert.equal(kinds.length, 96);
    assert.equal(kinds.at(-1), 'shot 95 0 0 true 0');
  });
});
