/** Rounds in turn: A B, B A, A B … on a machine whose mood changes, so that it changes for all alike. */
import type { Contender } from './contenders.ts';
import type { Round } from './round.ts';

export type Competition = {
  name: string;
  contenders: readonly Contender[];
  rounds: number;
  stealMax: number;
  runOne: (contender: Contender) => Promise<Round>;
  say: (line: string) => void;
};

/** A round in which others took too much of the machine is played once more, and both are told of. */
export async function compete({ name, contenders, rounds, stealMax, runOne, say }: Competition): Promise<Round[]> {
  const played: Round[] = [];
  const broken = new Set<Contender>();
  for (let i = 0; i < rounds; i++) {
    for (const contender of inTurn(contenders, i)) {
      if (broken.has(contender)) continue; // what does not run at all does not run the third time either
      const label = `${name}, round ${i + 1} of ${rounds}, ${contender.players} players, ${contender.side}`;
      for (let attempt = 1; attempt <= 2; attempt++) {
        const round = await runOne(contender);
        played.push(round);
        say(`${label}: ${outcomeOf(round, stealMax)}`);
        if (round.problem !== undefined) broken.add(contender);
        if (round.problem !== undefined || round.steal <= stealMax) break;
      }
    }
  }
  return played;
}

/** @returns the contenders in the order of round `i`: forwards, then backwards */
export const inTurn = <T>(contenders: readonly T[], i: number): T[] =>
  i % 2 === 0 ? [...contenders] : contenders.toReversed();

function outcomeOf({ problem, steal, figures }: Round, stealMax: number): string {
  if (problem !== undefined) return problem;
  const cores = `${figures.cores?.toFixed(2)} cores`;
  if (steal <= stealMax) return cores;
  return `${cores}, discarded: others took ${(steal * 100).toFixed(0)} % of a core`;
}
