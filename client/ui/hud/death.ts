/** While destroyed: by whom, how (for a Rail: how it was judged), and how long until the next life. */
import type { OwnView } from '../../../shared/netcode/views.ts';
import { PILOT, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { NOBODY, WEAPON, type Weapon } from '../../../shared/sim/types.ts';
import type { ServerMessages } from '../../../shared/wire/messages.ts';
import { hiddenOf, make, textOf, whenChanged } from '../dom.ts';
import { ring } from './icons.ts';
import { nameTag, type People } from './names.ts';
import { EvidenceLine } from './rail-evidence.ts';

const HOW: Readonly<Record<Weapon, string>> = {
  [WEAPON.none]: '',
  [WEAPON.pulse]: 'Pulse',
  [WEAPON.reflected]: 'Thrown-back bolt',
  [WEAPON.rail]: 'Rail',
};

export class DeathCard {
  readonly #line = make('p', { class: 'death-line' });
  readonly #how = make('p', { class: 'death-how' });
  readonly #seconds = make('b');
  readonly #countdown = make('div', { class: 'countdown' }, this.#seconds);
  readonly #evidence = new EvidenceLine();
  readonly #card = make(
    'section',
    { id: 'death', 'data-testid': 'death', class: 'card', role: 'status', hidden: true },
    this.#countdown,
    make('div', {}, this.#line, this.#how),
    this.#evidence.root,
  );
  readonly #hidden = hiddenOf(this.#card);
  readonly #showSeconds = textOf(this.#seconds);
  readonly #showRing = ring(this.#countdown, 26);
  readonly #showCause: (key: string) => void;
  readonly #people: People;
  #own: OwnView | undefined;
  /** The last Rail hit on the own pilot, in the life in which it came. */
  #hit: { life: number; hit: ServerMessages['hit'] } | undefined;
  #hits = 0;

  constructor(hud: HTMLElement, people: People) {
    this.#people = people;
    hud.append(this.#card);
    this.#showCause = whenChanged(() => this.#writeCause());
  }

  /** A hit on the own pilot, told before or after the state that shows its death. */
  onHit(hit: ServerMessages['hit'], own: OwnView | undefined): void {
    if (hit.evidence === undefined || own === undefined || hit.victim !== own.seat) return;
    this.#hit = { life: own.life, hit };
    this.#hits++;
  }

  /** @param wanted false in phases that have a card of their own */
  show(own: OwnView, wanted: boolean): void {
    const dead = wanted && !own.alive && own.respawnInTicks > 0;
    this.#hidden(!dead);
    if (!dead) return;
    this.#own = own;
    this.#showCause(`${own.killedBy} ${own.killedWith} ${this.#people.of(own.killedBy).name} ${this.#hits}`);
    this.#showSeconds((own.respawnInTicks / TICK_RATE_HZ).toFixed(1));
    this.#showRing(own.respawnInTicks / PILOT.respawnTicks);
  }

  #writeCause(): void {
    if (this.#own === undefined) return;
    const { killedBy, killedWith, seat, life } = this.#own;
    const byOther = killedBy !== NOBODY && killedBy !== seat;
    if (killedWith === WEAPON.none) this.#line.replaceChildren('Getting you in');
    else if (byOther) this.#line.replaceChildren('Destroyed by ', nameTag(this.#people.of(killedBy)));
    else this.#line.replaceChildren('Destroyed by your own bolt');
    this.#how.textContent = HOW[killedWith];
    const { rail, reflected } = WEAPON;
    this.#card.dataset.weapon = killedWith === reflected ? 'thrown' : killedWith === rail ? 'rail' : 'pulse';
    const told = killedWith === rail && this.#hit?.life === life && this.#hit.hit.by === killedBy;
    this.#evidence.show(told ? this.#hit?.hit.evidence : undefined);
  }
}
