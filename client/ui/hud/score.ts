/** Own score and place, the clock, who leads. */
import type { BoardLine, MatchView } from '../../../shared/netcode/views.ts';
import { NOBODY, PHASE } from '../../../shared/sim/types.ts';
import { hiddenOf, make, replay, textOf, whenChanged } from '../dom.ts';
import { CROWN } from './icons.ts';
import { nameTag, type PilotNames } from './names.ts';

const LAST_SECONDS = 10;

/** Empty where nothing runs out. */
const clockText = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return '';
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

export class Score {
  readonly #score = make(
    'b',
    { id: 'score', 'data-testid': 'score', class: 'own-score', 'aria-label': 'Your score' },
    '0',
  );
  readonly #place = make('span', { id: 'place', 'data-testid': 'place', class: 'own-place' });
  readonly #clock = make('b', { id: 'clock', 'data-testid': 'clock', class: 'clock', role: 'timer' });
  readonly #leader = make('div', { id: 'leader', 'data-testid': 'leader', class: 'leader', hidden: true });
  readonly #names: PilotNames;
  readonly #showScore: (score: number) => void;
  readonly #showPlace = textOf(this.#place);
  readonly #showClock = textOf(this.#clock);
  readonly #hideClock = hiddenOf(this.#clock);
  readonly #showHurry: (hurry: boolean) => void;
  readonly #hideLeader = hiddenOf(this.#leader);
  readonly #showLeader: (seat: number, name: string, bot: boolean, own: boolean) => void;
  #lastScore = 0;

  constructor(corner: HTMLElement, centre: HTMLElement, names: PilotNames) {
    this.#names = names;
    corner.append(make('div', { class: 'own-standing' }, this.#score, this.#place));
    centre.append(this.#clock, this.#leader);
    this.#showScore = whenChanged((score) => this.#writeScore(score));
    this.#showHurry = whenChanged((hurry) => {
      this.#clock.toggleAttribute('data-hurry', hurry);
    });
    this.#showLeader = whenChanged((_seat, name, bot, own) => this.#writeLeader(name, bot, own));
  }

  showClock({ phase, secondsLeft }: MatchView): void {
    const text = { [PHASE.warmup]: 'Warm-up', [PHASE.play]: clockText(secondsLeft), [PHASE.podium]: 'Full time' }[
      phase
    ];
    this.#showClock(text);
    this.#hideClock(text === '');
    this.#showHurry(phase === PHASE.play && secondsLeft <= LAST_SECONDS);
  }

  showScores(lines: readonly BoardLine[], { leader, pilots }: MatchView): void {
    const own = lines.find((line) => line.own);
    if (own !== undefined) {
      this.#showScore(own.score);
      this.#showPlace(`#${own.place} of ${pilots}`);
    }
    this.#hideLeader(leader === NOBODY);
    if (leader === NOBODY) return;
    const { name, bot, own: leads } = this.#names.of(leader);
    this.#showLeader(leader, name, bot, leads);
  }

  #writeScore(score: number): void {
    this.#score.textContent = String(score);
    if (score > this.#lastScore) replay(this.#score, 'gained');
    this.#lastScore = score;
  }

  #writeLeader(name: string, bot: boolean, own: boolean): void {
    this.#leader.innerHTML = CROWN;
    this.#leader.append(own ? make('span', { class: 'who own' }, 'You lead') : nameTag({ name, bot, own }));
    this.#leader.toggleAttribute('data-own', own);
    replay(this.#leader, 'taken');
  }
}
