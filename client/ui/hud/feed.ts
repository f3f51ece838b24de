/** Who destroyed whom: at most four lines, five seconds each. */

import { NOBODY, WEAPON, type Weapon } from '../../../shared/sim/types.ts';
import type { ServerMessages } from '../../../shared/wire/messages.ts';
import { make } from '../dom.ts';
import { CROWN } from './icons.ts';
import { type NamedPilot, nameTag } from './names.ts';

const LINES_MAX = 4;
const SHOWN_MS = 5000;

const PULSE_SIGN =
  '<svg class="weapon" viewBox="0 0 28 12" role="img" aria-label="destroyed"><path d="M1 6h15"/><circle cx="21" cy="6" r="4"/></svg>';
const THROWN_SIGN =
  '<svg class="weapon thrown" viewBox="0 0 28 12" role="img" aria-label="threw a bolt back at"><path d="M2 1.5l9 9h6"/><circle cx="22" cy="8" r="4"/></svg>';

const RAIL_SIGN =
  '<svg class="weapon railed" viewBox="0 0 28 12" role="img" aria-label="railed"><path d="M1 3.5h26M1 8.5h26M6 1v10"/></svg>';

const SIGNS: Readonly<Record<Weapon, string>> = {
  [WEAPON.none]: PULSE_SIGN,
  [WEAPON.pulse]: PULSE_SIGN,
  [WEAPON.reflected]: THROWN_SIGN,
  [WEAPON.rail]: RAIL_SIGN,
};

export class Feed {
  readonly #list = make('ol', {
    id: 'feed',
    'data-testid': 'feed',
    role: 'log',
    'aria-live': 'off',
    'aria-label': 'Kills',
  });
  #lines: { item: HTMLElement; untilMs: number }[] = [];

  constructor(corner: HTMLElement) {
    corner.append(this.#list);
  }

  add(nowMs: number, kill: ServerMessages['kill'], killer: NamedPilot, victim: NamedPilot): void {
    const item = make('li', { class: killer.own ? 'mine' : victim.own ? 'against' : '' });
    const sign = make('span', { class: 'sign' });
    sign.innerHTML = SIGNS[kill.weapon];
    if (kill.killer !== NOBODY && kill.killer !== kill.victim) item.append(nameTag(killer));
    item.append(sign, nameTag(victim));
    if (kill.leader) item.insertAdjacentHTML('beforeend', CROWN);
    if (kill.points > 0) item.append(make('b', { class: 'points' }, `+${kill.points}`));
    this.#list.append(item);
    this.#lines.push({ item, untilMs: nowMs + SHOWN_MS });
    while (this.#lines.length > LINES_MAX) this.#lines.shift()?.item.remove();
  }

  /** What was said while the player was away is old. */
  clear(): void {
    for (const { item } of this.#lines) item.remove();
    this.#lines = [];
  }

  frame(nowMs: number): void {
    while (this.#lines[0] !== undefined && this.#lines[0].untilMs <= nowMs) this.#lines.shift()?.item.remove();
  }
}
