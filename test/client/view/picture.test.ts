/**
 * The picture as it was, stroke by stroke: each part of the art, each arena's floor and walls, and moments of a fight with
 * all that is shown in them. Whoever changes the picture looks at it in a browser, and then: npm run golden
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type * as Phaser from 'phaser';
import type { TouchView } from '../../../client/input/intent.ts';
import type { FrameView } from '../../../client/view/frame-view.ts';
import type { Layers } from '../../../client/view/layers.ts';
import { type Quality, qualityOf } from '../../../client/view/quality.ts';
import { arenaNames, arenaOf } from '../../../shared/sim/arena.ts';
import { randomUnit } from '../../../shared/sim/rng.ts';
import { WEAPON } from '../../../shared/sim/types.ts';
import { lineOf, SCREEN, TestEngine } from '../../support/engine.ts';
import { isUpdatingGolden } from '../../support/flags.ts';
import { boardLine, boltView, frameView, linesOf, ownView, remoteView } from '../../support/frame-views.ts';
import { usePage } from '../../support/page.ts';

const GOLDEN = new URL('./picture.json', import.meta.url);
const FRAME_MS = 16;
const START_MS = 10_000;

type Golden = Record<string, Record<string, string>>;

const SETTINGS = { name: '', quality: 'high', renderer: 'canvas', volume: 0, reducedMotion: false } as const;
const FINE = qualityOf(SETTINGS, 1);
const QUALITIES: Readonly<Record<string, Quality>> = {
  high: FINE,
  low: qualityOf({ ...SETTINGS, quality: 'low' }, 1),
  calm: qualityOf({ ...SETTINGS, reducedMotion: true }, 1),
};
const UNTOUCHED: TouchView = {
  used: false,
  move: { active: false, originX: 0, originY: 0, x: 0, y: 0 },
  aim: { active: false, originX: 0, originY: 0, x: 0, y: 0 },
  dash: { x: 730, y: 346, radius: 42, pressed: false },
};

const hashOf = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12);

/** A fight that is drawn frame by frame. */
class Filming {
  readonly engine: TestEngine;
  readonly layers: Layers;
  nowMs = START_MS;
  touch: TouchView = UNTOUCHED;

  constructor(engine: TestEngine, layers: Layers) {
    this.engine = engine;
    this.layers = layers;
  }

  static async begin(page: ReturnType<typeof usePage>, quality: Quality): Promise<Filming> {
    const engine = await TestEngine.open(page, START_MS, async () => {
      const { Scene } = await import('phaser');
      return new Scene('blank') as Phaser.Scene;
    });
    const { Layers: All } = await import('../../../client/view/layers.ts');
    const layers = new All(engine.scene, { ...quality }, 1);
    layers.lens.fit(SCREEN.width, SCREEN.height, 1);
    return new Filming(engine, layers);
  }

  /** Draws so many frames alike. @returns the cues of all of them, and what is shown in the last one */
  shoot(some: Partial<FrameView>, frames = 1): string[] {
    const cues: string[] = [];
    for (let i = 0; i < frames; i++) {
      const { layers } = this;
      this.nowMs += FRAME_MS;
      const view = frameView({ nowMs: this.nowMs, ...some });
      layers.draw(view, arenaOf(view.match.arena), { x: 0.5, y: -0.25 }, this.touch);
      layers.cues.drain((cue) => {
        layers.effects.play(cue);
        const { kind, x, y, angle = 0, own, colour } = cue;
        cues.push(lineOf(kind, x, y, angle, own, colour));
      });
      this.engine.frame(this.nowMs);
    }
    return [...cues, ...this.engine.picture()];
  }
}

describe('The picture', () => {
  const page = usePage(() => '<div id="stage"></div>');
  const random = Math.random;
  const golden: Golden = isUpdatingGolden ? {} : (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden);
  const drawn: Golden = {};

  /** Compares with what was kept, one name after the other. */
  const compare = (group: string, name: string, lines: readonly string[]): void => {
    drawn[group] = { ...drawn[group], [name]: hashOf(lines) };
    if (isUpdatingGolden) return;
    const why = `${group}: "${name}" is drawn otherwise; if it looks as it should in a browser: npm run golden`;
    assert.equal(drawn[group][name], golden[group]?.[name], why);
  };

  beforeEach(() => {
    const dice = { rng: 5 };
    Math.random = () => randomUnit(dice);
  });
  afterEach(() => {
    Math.random = random;
  });
  after(() => {
    if (isUpdatingGolden) writeFileSync(GOLDEN, `${JSON.stringify(drawn, null, 2)}\n`);
  });

  it('is made of parts that are painted as they were, each in a place of its own on the sheet', async () => {
    const { engine } = await Filming.begin(page, FINE);
    const { frames } = engine.scene.textures.get('sheet');
    const parts = Object.values(frames as Record<string, Phaser.Textures.Frame>).filter(
      ({ name }) => name !== '__BASE',
    );
    assert.ok(parts.length > 40, `${parts.length} parts`);
    const blocks = blocksOf(engine.strokes);
    for (const { name, cutX, cutY, width, height } of parts) {
      const strokes = blocks.get(`${cutX} ${cutY}`);
      assert.ok(strokes !== undefined, `${name} is not painted where it is cut out`);
      compare('parts', name, [`${width} × ${height}`, ...strokes]);
      const others = parts.filter((part) => part.name !== name);
      const isApart = (part: Phaser.Textures.Frame): boolean =>
        cutX + width < part.cutX ||
        part.cutX + part.width < cutX ||
        cutY + height < part.cutY ||
        part.cutY + part.height < cutY;
      assert.ok(others.every(isApart), `${name} shares its place`);
    }
  });

  for (const arena of arenaNames) {
    for (const quality of ['high', 'low']) {
      it(`shows the floor and the walls of ${arena} at ${quality} quality`, async () => {
        const filming = await Filming.begin(page, QUALITIES[quality] as Quality);
        const { width, height } = arenaOf(arena);
        const match = { ...frameView().match, arena };
        const { strokes } = filming.engine;
        strokes.length = 0;
        const places = [
          { x: width / 2, y: height / 2 },
          { x: 0, y: 0 },
          { x: width, y: height },
        ];
        const shown = places.flatMap((place) => filming.shoot({ own: ownView(place), match }));
        compare('arenas', `${arena} ${quality}`, [...strokes, ...shown]);
      });
    }
  }

  for (const [quality, facts] of Object.entries(QUALITIES)) {
    it(`shows the moments of a fight, quality ${quality}`, async () => {
      const filming = await Filming.begin(page, facts);
      for (const [moment, lines] of momentsOf(filming)) compare(`moments ${quality}`, moment, lines);
    });
  }
});

/** Strokes of each part of a sheet by its upper left corner, without the way there. */
function blocksOf(strokes: readonly string[]): Map<string, string[]> {
  const blocks = new Map<string, string[]>();
  for (const [at, stroke] of strokes.entries()) {
    const [, x, y] = /^brush rect (\d+) (\d+) \d+ \d+$/.exec(stroke) ?? [];
    if (x === undefined || strokes[at + 1] !== 'brush clip' || strokes[at + 2] !== `brush translate ${x} ${y}`)
      continue;
    const rest = strokes.slice(at + 3);
    const end = rest.findIndex(
      (later, nth) => later === 'brush restore' && rest[nth + 1]?.startsWith('brush save') !== false,
    );
    blocks.set(`${x} ${y}`, rest.slice(0, end < 0 ? undefined : end));
  }
  return blocks;
}

const PADS = [
  { id: 'ready', x: 1100, y: 800, readyInTicks: 0, refillTicks: 600 },
  { id: 'empty', x: 1300, y: 700, readyInTicks: 150, refillTicks: 600 },
];
const SPARKS = [
  { id: 'a', x: 1150, y: 850 },
  { id: 'b', x: 1400, y: 900 },
];
const ADA = boardLine({ own: true });
const BOB = boardLine({ seat: 2, name: 'Bob', bot: true });
const CAT = boardLine({ seat: 3, name: 'Cat', connected: false });
const HIT = { by: 1, victim: 2, damage: 18, weapon: WEAPON.pulse, x: 1350, y: 850 };

function* momentsOf(filming: Filming): Generator<[string, string[]]> {
  yield* quietMoments(filming);
  yield* boltMoments(filming);
  yield* hitMoments(filming);
  yield* railMoments(filming);
  yield* screenMoments(filming);
  for (let hit = 1; hit <= 11; hit++) filming.layers.onHit({ ...HIT, damage: hit });
  yield ['more hits at once than there are numbers', filming.shoot({}, 3)];
  const [aside, others] = [{ alive: false, aside: true }, { lines: linesOf(ADA, BOB, CAT) }];
  yield ['another stands aside', filming.shoot({ remotes: [remoteView(aside)], ...others }, 3)];
  yield ['and the own pilot', filming.shoot({ remotes: [remoteView(aside)], own: ownView(aside), ...others }, 3)];
}

function* quietMoments(filming: Filming): Generator<[string, string[]]> {
  const lines = linesOf(ADA, BOB, CAT);
  yield ['before the own pilot', filming.shoot({ own: undefined, sparks: SPARKS, pads: PADS }, 3)];
  yield ['a life begins', filming.shoot({ sparks: SPARKS, pads: PADS }, 2)];
  yield ['its effects go on', filming.shoot({ sparks: SPARKS, pads: PADS }, 12)];
  const others = [remoteView({ shielded: true }), remoteView({ seat: 3, x: 1000, y: 700, hp: 50 })];
  yield ['others', filming.shoot({ remotes: others, lines, own: ownView({ shieldTicks: 9 }) }, 5)];
  const led = { ...frameView().match, leader: 2 };
  yield ['a leader', filming.shoot({ remotes: [remoteView({ hp: 20, armed: true })], match: led, lines }, 5)];
  const far = remoteView({ x: 300, y: 1500 });
  yield ['a leader far away', filming.shoot({ remotes: [far], match: led, lines }, 2)];
  const own = ownView({ hp: 61, railShots: 2, aim: 9000 });
  yield ['the own pilot leads', filming.shoot({ own, match: { ...led, leader: 1 } }, 2)];
  const dashing = ownView({ dashTicks: 4, dashCooldownTicks: 59, x: 1230, y: 810 });
  yield ['a dash', filming.shoot({ own: dashing, remotes: [remoteView({ dashing: true, x: 1320 })] }, 6)];
  const ghosts = [1, 2, 3].map((seat) => ({ seat, x: 1100 + seat * 60, y: 760, alive: seat !== 3 }));
  yield ['ghosts', filming.shoot({ ghosts, remotes: [remoteView()] }, 2)];
  yield ['no ghosts', filming.shoot({ remotes: [remoteView()] }, 2)];
  const taken = ownView({ x: 1150, y: 840 });
  yield ['a spark flies to who took it', filming.shoot({ own: taken, sparks: SPARKS.slice(1), pads: PADS }, 4)];
  yield ['and is collected', filming.shoot({ own: taken, sparks: SPARKS.slice(1), pads: PADS }, 8)];
  const used = PADS.map((pad) => ({ ...pad, readyInTicks: 600 - pad.readyInTicks }));
  yield ['a pad was used', filming.shoot({ own: ownView({ x: 1110, y: 800 }), pads: used }, 3)];
  yield ['a new match has no sparks', filming.shoot({ match: { ...led, number: 2, leader: 0 } }, 2)];
}

function* boltMoments(filming: Filming): Generator<[string, string[]]> {
  const others = [remoteView()];
  const fly = (some: Parameters<typeof boltView>[0], frames = 1) =>
    filming.shoot({ bolts: [boltView(some)], remotes: others }, frames);
  yield ['a shot', fly({ x: 1235 }, 1)];
  yield ['a bolt flies', fly({ x: 1280 }, 1)];
  yield ['it ricochets', fly({ x: 1290, vx: -900 }, 3)];
  yield ['it fizzles', filming.shoot({ remotes: others }, 3)];
  yield ['a bolt of another', fly({ id: 'b', owner: 2, x: 1320, y: 850, vx: -900 }, 2)];
  fly({ id: 'b', owner: 2, x: 1224, y: 800, vx: -900 });
  yield ['it meets the own pilot', filming.shoot({ remotes: others }, 3)];
  yield ['a bolt thrown back', fly({ id: 'c', kind: WEAPON.reflected, x: 1300, y: 760, vx: 300, vy: -900 }, 4)];
  yield ['bolts are forgotten', filming.shoot({ remotes: others }, 45)];
}

function* hitMoments(filming: Filming): Generator<[string, string[]]> {
  const { layers } = filming;
  const walking = (x: number, hp = 82) => ({ remotes: [remoteView({ x, hp })] });
  layers.onHit(HIT);
  yield ['a hit holds its picture', filming.shoot(walking(1360), 2)];
  yield ['and lets it go on', filming.shoot(walking(1370), 4)];
  layers.onHit({ ...HIT, damage: 0, x: 1300 });
  yield ['a shield swallows one', filming.shoot(walking(1370), 2)];
  layers.onHit({ ...HIT, by: 2, victim: 1, x: 1200, y: 800 });
  yield ['the own pilot is hurt', filming.shoot({ own: ownView({ hp: 40 }), ...walking(1370) }, 3)];
  layers.onKill({ killer: 1, victim: 2, weapon: WEAPON.pulse, points: 5, leader: false });
  yield ['a kill', filming.shoot({ remotes: [remoteView({ alive: false, hp: 0 })] }, 3)];
  const dead = ownView({ alive: false, hp: 0, respawnInTicks: 40, killedBy: 2 });
  yield ['the own pilot bursts', filming.shoot({ own: dead, remotes: [remoteView({ x: 1500 })] }, 4)];
  yield ['the picture drifts to who did it', filming.shoot({ own: dead, remotes: [remoteView({ x: 1500 })] }, 30)];
  yield ['a new life elsewhere', filming.shoot({ own: ownView({ life: 2, x: 700, y: 600 }) }, 3)];
  layers.forget();
  yield ['what was unseen is forgotten', filming.shoot({ own: ownView({ life: 2, x: 700, y: 600 }) }, 1)];
  const quiet = { quiet: true, own: ownView({ life: 3, hp: 10 }), bolts: [boltView({ id: 'q' })], sparks: SPARKS };
  yield ['while nothing is news', filming.shoot(quiet, 2)];
}

function* railMoments(filming: Filming): Generator<[string, string[]]> {
  const { layers } = filming;
  const own = (chargeTicks: number) => ownView({ life: 3, railShots: 3, chargeTicks, aim: 4000 });
  yield ['the own Rail charges', filming.shoot({ own: own(7) }, 3)];
  yield ['its sight is long', filming.shoot({ own: own(2) }, 12)];
  layers.onRail({ seat: 1, x: 1200, y: 800, toX: 1700, toY: 1100 });
  yield ['it goes off', filming.shoot({ own: own(0) }, 2)];
  yield ['its beam fades', filming.shoot({ own: own(0) }, 8)];
  const charging = [remoteView({ charging: true, armed: true })];
  yield ['another Rail charges', filming.shoot({ own: own(0), remotes: charging }, 6)];
  layers.onRail({ seat: 2, x: 1350, y: 850, toX: 900, toY: 700 });
  yield ['it goes off too', filming.shoot({ own: own(0), remotes: charging }, 3)];
  layers.onRail({ seat: 9, x: 1400, y: 600, toX: 1405, toY: 603 });
  yield ['one of a pilot out of sight', filming.shoot({ own: own(0) }, 3)];
  yield ['all is over', filming.shoot({ own: own(0) }, 60)];
}

function* screenMoments(filming: Filming): Generator<[string, string[]]> {
  const own = ownView({ life: 3, dashCooldownTicks: 15 });
  filming.touch = { ...UNTOUCHED, used: true };
  yield ['thumbs may come', filming.shoot({ own }, 2)];
  filming.touch = {
    used: true,
    move: { active: true, originX: 120, originY: 300, x: -0.5, y: 0.25 },
    aim: { active: true, originX: 600, originY: 320, x: 0.1, y: -0.9 },
    dash: { ...UNTOUCHED.dash, pressed: true },
  };
  yield ['thumbs are down', filming.shoot({ own: { ...own, dashCooldownTicks: 0 } }, 2)];
  filming.touch = UNTOUCHED;
  filming.layers.lens.fit(390, 844, 2);
  const led = { ...frameView().match, number: 2, leader: 2 };
  const remotes = [remoteView({ x: 1800, y: 300 }), remoteView({ seat: 3, x: 1180, y: 870, hp: 35 })];
  yield ['a phone held upright', filming.shoot({ own, remotes, match: led, lines: linesOf(ADA, BOB, CAT) }, 2)];
}
