/** The tables of PROTOCOL.md say what the code says: fields, messages, codes, metrics, modes, constants. */
import assert from 'node:assert/strict';
import type { Schema } from '@colyseus/schema';
import { REFUSALS } from '../../server/edge/refusals.ts';
import { watchLoad } from '../../server/ops/load-metrics.ts';
import { createMetrics, watchTraffic } from '../../server/ops/metrics.ts';
import { REQUESTS } from '../../server/rooms/client-messages.ts';
import { arenaOf } from '../../shared/sim/arena.ts';
import { modeNames, modeOf } from '../../shared/sim/modes/modes.ts';
import * as tunables from '../../shared/sim/tunables.ts';
import { WEAPON } from '../../shared/sim/types.ts';
import { PlayerInput } from '../../shared/wire/input.ts';
import { serverMessageTypes } from '../../shared/wire/messages.ts';
import {
  CLOSE,
  CLOSE_SENTENCES,
  CUT_REASONS,
  LIMITS,
  PROTOCOL_VERSION,
  REFUSED_SENTENCES,
} from '../../shared/wire/protocol.ts';
import {
  ArenaState,
  BoltState,
  HouseState,
  MatchState,
  OwnState,
  PickupState,
  PilotState,
  RosterEntry,
} from '../../shared/wire/state.ts';
import { codeIn, rowsOf, rowsOfLetter } from '../support/documents.ts';
import { answeredCodes, fieldsOfType, numbersIn, valueAt } from '../support/readings.ts';
import { isIn, loadSources, readText, sourceOf } from '../support/sources.ts';

/** All fields of a schema in its order: each has a default, so a fresh one shows them. */
const fieldsOf = (instance: Schema): string[] => Object.keys(instance.toJSON());

/** What is only in one of two lists. */
function differences(document: readonly string[], code: readonly string[]): string[] {
  return [
    ...document.filter((name) => !code.includes(name)).map((name) => `only in the document: ${name}`),
    ...code.filter((name) => !document.includes(name)).map((name) => `only in the code: ${name}`),
  ];
}

const text = readText('PROTOCOL.md');
const rows = rowsOf(text);
const cell = (rule: string, at: number): string => rows.get(rule)?.[at] ?? '';
const codesOf = (cells: string): string[] => codeIn(cells);

/** Codes by status of the rows of one letter. */
const codesByStatus = (letter: string): string[] =>
  rowsOfLetter(text, letter).flatMap(([status = '', codes = '']) => codesOf(codes).map((code) => `${status} ${code}`));

describe('the tables of the protocol', () => {
  const sources = loadSources();
  const serverSources = sources.filter(({ path }) => isIn(path, 'server'));

  it('[V1] name the version that the code has', () => {
    assert.ok(text.includes(`The version is **${PROTOCOL_VERSION}**`));
  });

  it('[F1] [F2] [F3] [F4] [F5] [F6] [F7] [F8] [F9] [F10] have every field of the state, in its order', () => {
    const root = rowsOfLetter(text, 'F').map(([field = '']) => codesOf(field)[0]);
    assert.deepEqual(root, fieldsOf(new ArenaState()));
    for (const [rule, instance] of [
      ['F3', new MatchState()],
      ['F9', new HouseState()],
      ['F4', new RosterEntry()],
      ['F5', new PilotState()],
      ['F6', new BoltState()],
      ['F7', new PickupState()],
      ['F8', new OwnState()],
    ] as const)
      assert.deepEqual(codesOf(cell(rule, 2)), fieldsOf(instance), rule);
  });

  it('[N1] [N2] [N3] [N4] have every field of the input, in its order', () => {
    const named = rowsOfLetter(text, 'N').flatMap(([fields = '']) => codesOf(fields));
    assert.deepEqual(named, fieldsOf(new PlayerInput()));
  });

  it('[M1] [M2] [M3] [M4] [M6] [M8] have every message with its fields', () => {
    const source = sourceOf('shared/wire/messages.ts', readText('shared/wire/messages.ts'));
    const named = rowsOfLetter(text, 'M').map(([type = '']) => codesOf(type)[0]);
    assert.deepEqual(named, [...serverMessageTypes]);
    for (const [type = '', , content = ''] of rowsOfLetter(text, 'M')) {
      const name = codesOf(type)[0] as string;
      assert.equal(codesOf(content)[0], `{${fieldsOfType(source, 'ServerMessages', name).join(', ')}}`, name);
    }
    assert.ok(text.includes(`\`{${fieldsOfType(source, 'RailEvidence').join(', ')}}\``), 'evidence');
  });

  it('[Q1] [Q2] [Q3] have every message of clients with its fields', () => {
    const source = sourceOf('shared/wire/messages.ts', readText('shared/wire/messages.ts'));
    const named = rowsOfLetter(text, 'Q').map(([type = '']) => codesOf(type)[0] as string);
    assert.deepEqual(named, [...Object.keys(REQUESTS), 'screen']);
    for (const [at, [, content = '']] of rowsOfLetter(text, 'Q').entries())
      assert.equal(codesOf(content)[0], `{${fieldsOfType(source, 'ClientMessages', named[at] ?? '').join(', ')}}`);
  });

  it('[W1–W6] have every reason why a room does not do what is asked for', () => {
    const named = rowsOfLetter(text, 'W').map(([word = '']) => codesOf(word)[0]);
    assert.deepEqual(named, Object.keys(REFUSED_SENTENCES));
  });

  it('[M5] have the numbers of the weapons', () => {
    const { pulse, reflected, rail } = WEAPON;
    assert.ok(text.includes(`\`weapon\` is ${pulse} Pulse, ${reflected} a bolt thrown back, ${rail} Rail.`));
  });

  it('[C1] [C2] [C3] [C4] [C5] [C6] [C7] [C8] [C18] have every close code', () => {
    const named = rowsOfLetter(text, 'C').flatMap(([codes = '']) => numbersIn(codes));
    const lost = [1001, 1005, 1006, 4010];
    const known = [...Object.keys(CLOSE_SENTENCES).map(Number), ...Object.values(CLOSE), ...lost];
    assert.deepEqual(differences(named.map(String), [...new Set(known)].map(String)), []);
  });

  it('[C9–C16] have every reason of a cut, word for word', () => {
    const named = rowsOfLetter(text, 'C').flatMap(([reason = '']) => codesOf(reason));
    assert.deepEqual(
      named,
      Object.values(CUT_REASONS).map(({ word }) => word),
    );
  });

  it('[E1–E12] [E14–E21] [U1–U9] have every code that is answered, with its status', () => {
    const named = [...new Set([...codesByStatus('E'), ...codesByStatus('U')])];
    const literal = new Set(
      serverSources.flatMap(({ text: code }) => [...code.matchAll(/'([a-z]+(?:_[a-z]+)*)'/g)].map(([, word]) => word)),
    );
    const invented = named.filter((code) => !literal.has(code.split(' ')[1]));
    assert.deepEqual(invented, [], 'in no file of the server');
    const answered = [...new Set(serverSources.flatMap(answeredCodes))];
    assert.ok(answered.length > 15, 'the code is still read');
    assert.deepEqual(
      differences(answered, named).filter((line) => line.startsWith('only in the document')),
      [],
    );
    const spoken = named.map((code) => code.split(' ')[1]);
    const byOtherWays = /^(cut_.*|slow_reader|silent|bad_identity|too_many_open_seats|too_many_own_seats|bad_tls)$/;
    assert.deepEqual(
      Object.keys(REFUSALS).filter((code) => !byOtherWays.test(code) && !spoken.includes(code)),
      [],
    );
  });

  it('[T1–T29] have every metric of ours', async () => {
    const metrics = createMetrics();
    watchTraffic(metrics, () => ({ bytesIn: 0, bytesOut: 0, connections: 0 }));
    watchLoad(metrics, {
      process: () => 0,
      committed: () => 0,
      loadLimits: {},
      roomLimits: {},
      weights: () => [],
    });
    const registered = (await metrics.registry.getMetricsAsJSON()).map(({ name }) => name);
    const named = rowsOfLetter(text, 'T').flatMap(([name = '']) => codesOf(name));
    assert.deepEqual(
      differences(
        named,
        registered.filter((name) => name.startsWith('sparkfray_')),
      ),
      [],
    );
  });

  it('[A1] [A2] have every mode with its numbers', () => {
    const named = rowsOfLetter(text, 'A').map(([mode = '', seats, filled, bots, arenas = '', rounds = '']) => ({
      name: codesOf(mode)[0],
      numbers: [seats, filled, bots].map(Number),
      arenas: codesOf(arenas),
      sizes: numbersIn(arenas),
      seconds: numbersIn(rounds),
    }));
    const known = modeNames.map(modeOf).map((mode) => ({
      name: mode.name,
      numbers: [mode.seatsMax, mode.fillTo, mode.botsMax],
      arenas: [...mode.arenas],
      sizes: mode.arenas.map(arenaOf).flatMap(({ width, height }) => [width, height]),
      seconds: [mode.warmupTicks, mode.playTicks, mode.podiumTicks]
        .map((ticks) => ticks / tunables.TICK_RATE_HZ)
        .filter((seconds) => Number.isFinite(seconds) && seconds > 0),
    }));
    assert.deepEqual(named, known);
  });

  it('[K1–K64] have the constants with their values, all of the tunables and limits among them', () => {
    const known = flat({ ...tunables, LIMITS });
    const table = rowsOfLetter(text, 'K').map(([name = '', value = '', where = '']) => ({ name, value, where }));
    const read = table.map(({ name, where }) => {
      const constant = codesOf(name)[0] as string;
      const value = known.get(constant) ?? valueAt(readText(codesOf(where)[0] as string), constant);
      return { name, value: String(Number(value?.toPrecision(6))), where };
    });
    assert.deepEqual(table, read);
    const named = table.map(({ name }) => codesOf(name)[0]);
    assert.deepEqual(
      [...known.keys()].filter((name) => !named.includes(name)),
      [],
    );
  });

  it('[K1–K64] have every constant that a rule of the document names', () => {
    const named = new Set(rowsOfLetter(text, 'K').map(([name = '']) => codesOf(name)[0]));
    const used = codesOf(text).filter((code) => /^[A-Z][A-Z_]+(\.[a-zA-Z]+)?$/.test(code));
    const others = ['ROOM_EMPTY_SECONDS', 'IDENTITY_KEY', 'PROTOCOL_VERSION', 'FINDS_ANOTHER_MATCH'];
    assert.deepEqual(
      used.filter((code) => !named.has(code) && !others.includes(code)),
      [],
    );
  });
});

/** Numbers of a module by their paths: PILOT.radius. */
function flat(values: object, before = ''): Map<string, number> {
  return new Map(
    Object.entries(values).flatMap(([name, value]): [string, number][] => {
      if (typeof value === 'number') return [[`${before}${name}`, value]];
      return typeof value === 'object' && value !== null ? [...flat(value, `${before}${name}.`)] : [];
    }),
  );
}

describe('the check of tables', () => {
  it('finds what only one side has', () => {
    assert.deepEqual(differences(['a', 'b'], ['b', 'c']), ['only in the document: a', 'only in the code: c']);
    assert.deepEqual(differences(['a'], ['a']), []);
  });

  it('reads fields of types, members of others included', () => {
    const source = sourceOf('a.ts', 'export type A = { b: { c: number; d?: string }; e: 1 };\ntype F = { g: 1 };');
    assert.deepEqual(fieldsOfType(source, 'A', 'b'), ['c', 'd?']);
    assert.deepEqual(fieldsOfType(source, 'F'), ['g']);
    assert.throws(() => fieldsOfType(source, 'H'), /no type H/);
  });

  it('reads constants, and those inside of objects', () => {
    const code =
      'export const A = 5;\nconst B_MAX = 0.25;\nexport const C = {\n  /** Why. */\n  d: 7,\n  e: 8 } as const;';
    assert.deepEqual(
      ['A', 'B_MAX', 'C.d', 'C.e', 'C.f', 'D'].map((name) => valueAt(code, name)),
      [5, 0.25, 7, 8, undefined, undefined],
    );
  });

  it('reads the codes that are answered, in each of their forms', () => {
    const code = `throw new ApiError(404, 'not_there', 'x');
      const a = { status: 400, reason: 'bad_form', message: 'y' };
      refuse(503, 'full', 'z'); ok(200, 'fine'); count('other', 5); const b = { code: 'custom' };`;
    assert.deepEqual(answeredCodes(sourceOf('a.ts', code)), ['404 not_there', '400 bad_form', '503 full']);
  });

  it('reads numbers out of words', () => {
    assert.deepEqual(numbersIn('1001, 1005 and 2400 × 1600 u'), [1001, 1005, 2400, 1600]);
  });

  it('reads rows', () => {
    assert.deepEqual(rowsOf('| K1 | `a` | 5 |\n| no | x |').get('K1'), ['`a`', '5']);
  });
});
