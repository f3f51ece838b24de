/** The state of the peer, as the plain means of Colyseus describe it: with views or without, quantized or in floats. */
import { type FieldBuilder, type SchemaType, schema, t } from '@colyseus/schema';

/** view: each client gets what lies in its own view; all: each client gets everything. */
export const SIGHTS = ['view', 'all'] as const;
export type Sight = (typeof SIGHTS)[number];

/** quantized: 16 bits per number; float32: as in the tutorials. */
export const FIELDS = ['quantized', 'float32'] as const;
export type Fields = (typeof FIELDS)[number];

/** Places end where 16 bits in steps of 1/8 u do. */
export const PLACE_MAX = 8191.875;

/** The same fields as the game's own input, so that the same bots can play here. */
export const StockInput = schema(
  {
    mx: t.quantized({ min: -1, max: 1, bits: 8 }).default(0),
    my: t.quantized({ min: -1, max: 1, bits: 8 }).default(0),
    aim: t.angle({ bits: 16 }).default(0),
    buttons: t.uint8().default(0),
  },
  'StockInput',
);
export type StockInput = SchemaType<typeof StockInput>;

/** @returns the classes of one server's state */
export function stateClasses(sight: Sight, fields: Fields) {
  const floats = fields === 'float32';
  const place = (): FieldBuilder<number> => (floats ? t.float32() : t.quantized({ min: 0, max: PLACE_MAX, bits: 16 }));
  const angle = (): FieldBuilder<number> => (floats ? t.float32() : t.angle({ bits: 16 }));
  const StockPilot = schema(
    {
      x: place().default(0),
      y: place().default(0),
      aim: angle().default(0),
      hp: t.uint8().default(0),
      name: t.string().default(''),
    },
    'StockPilot',
  );
  const StockBolt = schema({ x: place().default(0), y: place().default(0), owner: t.uint16().default(0) }, 'StockBolt');
  const isSeenByView = sight === 'view';
  const StockState = schema(
    {
      tick: t.uint32().default(0),
      /** By sessionId. */
      pilots: isSeenByView ? t.map(StockPilot).view() : t.map(StockPilot),
      /** By number; a number is never used again: deleting and setting one key in one patch leaves ghosts in views. */
      bolts: isSeenByView ? t.map(StockBolt).view() : t.map(StockBolt),
    },
    'StockState',
  );
  return { StockPilot, StockBolt, StockState };
}

export type StateClasses = ReturnType<typeof stateClasses>;
export type StockState = SchemaType<StateClasses['StockState']>;
export type StockPilot = SchemaType<StateClasses['StockPilot']>;
export type StockBolt = SchemaType<StateClasses['StockBolt']>;
