/** The open vote of a public room: on whom, how it stands, how long it is open, and a way to be for it: a button, or V. */
import type { HouseView } from '../../../shared/netcode/views.ts';
import { hiddenOf, make, textOf } from '../dom.ts';
import type { PilotNames } from './names.ts';

export class VoteCard {
  readonly #line = make('p', { class: 'vote-line', role: 'status' });
  readonly #count = make('p', { class: 'vote-count' });
  readonly #button = make('button', { type: 'button', class: 'second', 'data-testid': 'vote' });
  readonly #card = make(
    'section',
    { id: 'vote', 'data-testid': 'vote-card', 'aria-label': 'Vote', hidden: true },
    this.#line,
    this.#count,
    this.#button,
  );
  readonly #hidden = hiddenOf(this.#card);
  readonly #hideButton = hiddenOf(this.#button);
  readonly #say = textOf(this.#line);
  readonly #showCount = textOf(this.#count);
  readonly #names: PilotNames;
  readonly #onVote: (seat: number) => void;
  /** The vote that may be joined, and the one that was. */
  #open: HouseView['vote'];
  #joined = '';

  constructor(corner: HTMLElement, names: PilotNames, onVote: (seat: number) => void) {
    this.#names = names;
    this.#onVote = onVote;
    this.#button.append('Vote out ', make('kbd', {}, 'V'));
    // The press belongs to the button: underneath it would be a shot.
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      this.#button.addEventListener(type, (event) => event.stopPropagation());
    this.#button.addEventListener('click', () => {
      this.#button.blur(); // or the next Space would press it again instead of dashing
      this.join();
    });
    corner.append(this.#card);
  }

  /** To be for the vote that is open, if there is one to join. */
  join(): void {
    if (this.#open === undefined) return;
    this.#joined = nameOf(this.#open);
    this.#onVote(this.#open.on);
    this.#open = undefined;
    this.#hideButton(true);
  }

  show(vote: HouseView['vote'], ownSeat: number): void {
    this.#hidden(vote === undefined);
    const isAsked = vote !== undefined && ![vote.on, vote.by].includes(ownSeat) && nameOf(vote) !== this.#joined;
    this.#open = isAsked ? vote : undefined;
    if (vote === undefined) return;
    const { on, votes, needed, secondsLeft } = vote;
    this.#say(on === ownSeat ? 'A vote is open to remove you.' : `Remove ${this.#names.of(on).name}?`);
    this.#showCount(`${votes} of ${needed} votes · ${Math.ceil(secondsLeft)} s`);
    this.#hideButton(!isAsked);
  }
}

/** A second vote on the same player is another one. */
const nameOf = ({ on, endTick }: NonNullable<HouseView['vote']>): string => `${on} ${endTick}`;
