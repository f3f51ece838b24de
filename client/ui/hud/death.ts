/** While destroyed: by whom, how (for a Rail: how it was judged), and how long until the next life. */
import type { OwnView } from '../../../shared/netcode/views.ts';
import { PILOT, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { NOBODY, WEAPON, type Weapon } from '../../../shared/sim/types.ts';
import type { RailEvidence, ServerMessages } from '../../../shared/wire/messages.ts';
import { hiddenOf, make, textOf, whenChanged } from '../dom.ts';
import { ring } from './icons.ts';
import { nameTag, type PilotNames } from './names.ts';
import { EvidenceLine } from './rail-evidence.ts';

type Evidence = Readonly<RailEvidence> | undefined;

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
  readonly #showCause: (weapon: Weapon, killer: string | undefined, bot: boolean, evidence: Evidence) => void;
  readonly #names: PilotNames;
  /** The last Rail hit on the own pilot, in the life in which it came. */
  #hit: { life: number; hit: ServerMessages['hit'] } | undefined;

  constructor(hud: HTMLElement, names: PilotNames) {
    this.#names = names;
    hud.append(this.#card);
    this.#showCause = whenChanged((weapon, killer, bot, evidence) => {
      this.#writeCause(weapon, killer, bot);
      this.#evidence.show(evidence);
    });
  }

  /** A hit on the own pilot, told before or after the state that shows its death. */
  onHit(hit: ServerMessages['hit'], own: OwnView | undefined): void {
    if (hit.evidence === undefined || own === undefined || hit.victim !== own.seat) return;
    this.#hit = { life: own.life, hit };
  }

  /** @param wanted false in phases that have a card of their own */
  show(own: OwnView, wanted: boolean): void {
    const dead = wanted && !own.alive && own.respawnInTicks > 0;
    this.#hidden(!dead);
    if (!dead) return;
    const { seat, life, killedBy, killedWith } = own;
    const byOther = killedBy !== NOBODY && killedBy !== seat;
    const { name, bot } = this.#names.of(killedBy);
    const judged = killedWith === WEAPON.rail && this.#hit?.life === life && this.#hit.hit.by === killedBy;
    this.#showCause(killedWith, byOther ? name : undefined, bot, judged ? this.#hit?.hit.evidence : undefined);
    this.#showSeconds((own.respawnInTicks / TICK_RATE_HZ).toFixed(1));
    this.#showRing(own.respawnInTicks / PILOT.respawnTicks);
  }

  /** @param killer name of the other pilot whose doing it was, if it was another's */
  #writeCause(weapon: Weapon, killer: string | undefined, bot: boolean): void {
    if (weapon === WEAPON.none) this.#line.replaceChildren('Getting you in');
    else if (killer === undefined) this.#line.replaceChildren('Destroyed by your own bolt');
    else this.#line.replaceChildren('Destroyed by ', nameTag({ name: killer, bot, own: false }));
    this.#how.textContent = HOW[weapon];
    const { rail, reflected } = WEAPON;
    this.#card.dataset.weapon = weapon === reflected ? 'thrown' : weapon === rail ? 'rail' : 'pulse';
  }
}
