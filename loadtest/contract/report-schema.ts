/** What a report must look like when it comes from a file: the user may have written it, or another version of the load test. */
import { z } from 'zod';
import { BOT_KINDS, THINK_MODELS } from './play.ts';
import type { Report } from './report.ts';

const figures = z.record(z.string(), z.number());
const counted = z.number().nonnegative();

const link = z.object({ latencyMs: counted, jitterMs: counted, stallsPerMinute: counted, stallMs: counted });

const options = z.object({
  adapter: z.string(),
  mode: z.string(),
  players: counted,
  rooms: counted.nullable(),
  durationSeconds: counted,
  joinsPerSecond: counted,
  seed: z.number(),
  kind: z.enum(BOT_KINDS),
  think: z.enum(THINK_MODELS),
  /** Absent in reports of before. */
  decodeEvery: counted.default(1),
  profile: z.string().nullable(),
  link,
  repeat: counted,
});

const machine = z.object({
  cpu: z.string(),
  cores: counted,
  memoryBytes: counted,
  os: z.string(),
  node: z.string(),
});

export const ReportSchema: z.ZodType<Report> = z.object({
  version: z.literal(2),
  ok: z.boolean(),
  /** Absent in reports of before. */
  faults: z.array(z.string()).default([]),
  interrupted: z.boolean(),
  startedAt: z.string(),
  scenario: z.string(),
  url: z.string(),
  options,
  tags: z.record(z.string(), z.string()).default({}),
  machine,
  rulings: z.array(
    z.object({
      limit: z.string(),
      measured: z.number().nullable(),
      allowed: z.number().nullable(),
      holds: z.boolean(),
    }),
  ),
  figures,
  runs: z.array(figures),
  errors: z.array(z.object({ message: z.string(), count: counted })),
  closes: z.array(z.object({ code: counted, count: counted })),
  warnings: z.array(z.string()),
  ramp: z
    .object({
      steps: z.array(z.object({ players: counted, figures, broken: z.array(z.string()) })),
      knee: counted.nullable(),
      brokenBy: z.array(z.string()),
    })
    .nullable(),
  series: z.object({
    seconds: z.array(z.number()),
    lines: z.record(z.string(), z.array(z.number().nullable())),
  }),
  marks: z.array(z.object({ atSeconds: z.number(), label: z.string() })),
  distributions: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
  workers: z.array(z.object({ name: z.string(), players: counted, cores: counted, loopP99Ms: counted })),
});
