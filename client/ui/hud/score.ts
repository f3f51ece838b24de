/** Own score and place, the clock, who leads. */
import type { BoardLine, MatchView } from '../../../shared/netcode/views.ts';
import { NOBODY, PHASE } from '../../../shared/sim/types.ts';
import { hiddenOf, make, replay, textOf, whenChanged } from '../dom.ts';
import { CROWN } from './icons.ts';
import { nameTag, type People } from './names.ts';

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
  readonly #people: People;
  readonly #showScore: (score: number) => void;
  readonly #showPlace = textOf(this.#place);
  readonly #showClock = textOf(this.#clock);
  readonly #hideClock = hiddenOf(this.#clock);
  readonly #showHurry: (hurry: boolean) => void;
  readonly #hideLeader = hiddenOf(this.#leader);
  readonly #showLeader: (key: string) => void;
  #leaderSeat = 0;
  #lastScore = 0;

  constructor(corner: HTMLElement, centre: HTMLElement, people: People) {
    this.#people = people;
    corner.append(make('div', { class: 'own-standing' }, this.#score, this.#place));
    centre.append(this.#clock, this.#leader);
    this.#showScore = whenChanged((score) => this.#writeScore(score));
    this.#showHurry = whenChanged((hurry) => {
      this.#clock.toggleAttribute('data-hurry', hurry);
    });
    this.#showLeader = whenChanged(() => this.#writeLeader());
  }

  showClock({ phase, secondsLeft }: MatchView): void {
    const text = { [PHASE.warmup]: 'Warm-up', [PHASE.play]: clockText(secondsLeft), [PHASE.podium]: 'Full time' }[
      phase
    ];
    this.#showClock(text);
    this.#hideClock(text === '');
    this.#showHurry(phase === PHASE.play && secondsLeft <= LAST_SECONDS);
  }

  showScores(lines: readonly BoardLine[], leader: number): void {
    const place = lines.findIndex((line) => line.own);
    const own = lines[place];
    if (own !== undefined) {
      this.#showScore(own.score);
      this.#showPlace(`#${place + 1} of ${lines.length}`);
    }
    this.#leaderSeat = leader;
    this.#hideLeader(leader === NOBODY);
    if (leader !== NOBODY) this.#showLeader(`${leader} ${this.#people.of(leader).name}`);
  }

  #writeScore(score: number): void {
    this.#score.textContent = String(score);
    if (score > this.#lastScore) replay(this.#score, 'gained');
    this.#lastScore = score;
  }

  #writeLeader(): void {
    const who = this.#people.of(this.#leaderSeat);
    this.#leader.innerHTML = CROWN;
    this.#leader.append(who.own ? make('span', { class: 'who own' }, 'You lead') : nameTag(who));
    this.#leader.toggleAttribute('data-own', who.own);
    replay(this.#leader, 'taken');
  }
}
