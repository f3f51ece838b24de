/** Seed of the fuzzing in `npm test`: fixed, so that a red run means a change of ours; FUZZ_SEED sets another. */
export const fuzzSeed: number = Number(process.env.FUZZ_SEED ?? 20_260_701);
