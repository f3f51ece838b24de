/** Health with its number, the spawn shield, the Rail's shots, and the dash with the seconds until the next one. */
import type { OwnView } from '../../../shared/netcode/views.ts';
import { DASH as DASH_RULES, PILOT, TICK_RATE_HZ } from '../../../shared/sim/tunables.ts';
import { make, replay, textOf, whenChanged } from '../dom.ts';
import { DASH, ring } from './icons.ts';
import { RailPips } from './rail-pips.ts';

/** Shares of full health below which the bar warns, and alarms. */
const WARN_SHARE = 0.6;
const ALARM_SHARE = 0.3;

export class Vitals {
  readonly #root = make('div', { class: 'vitals' });
  readonly #health = make('div', {
    id: 'health',
    'data-testid': 'health',
    class: 'health',
    role: 'meter',
    'aria-label': 'Health',
    'aria-valuemin': '0',
    'aria-valuemax': String(PILOT.hpMax),
  });
  readonly #fill = make('i', { class: 'health-fill' });
  readonly #number = make('b', { class: 'health-number' });
  readonly #dash = make('div', { id: 'dash', 'data-testid': 'dash', class: 'dash', role: 'img' });
  readonly #dashText = make('b', { class: 'dash-seconds' });
  readonly #rail: RailPips;
  readonly #hud: HTMLElement;
  readonly #showHp: (hp: number) => void;
  readonly #showShield: (shielded: boolean) => void;
  readonly #showDashRing: (share: number) => void;
  readonly #showDashText = textOf(this.#dashText);
  readonly #showDashReady: (ready: boolean) => void;
  #hp = 0;

  constructor(hud: HTMLElement) {
    this.#hud = hud;
    this.#health.append(
      make('span', { class: 'health-bed' }, this.#fill),
      make('span', { class: 'shield-sign' }, 'shield'),
      this.#number,
    );
    this.#rail = new RailPips(this.#health);
    this.#dash.innerHTML = DASH;
    this.#dash.append(this.#dashText);
    this.#showDashRing = ring(this.#dash, 22);
    this.#root.append(this.#health, this.#dash);
    hud.append(this.#root);
    this.#showHp = whenChanged((hp) => this.#writeHp(hp));
    this.#showShield = whenChanged((shielded) => {
      this.#health.toggleAttribute('data-shield', shielded);
    });
    this.#showDashReady = whenChanged((ready) => {
      this.#dash.toggleAttribute('data-ready', ready);
      this.#dash.setAttribute('aria-label', ready ? 'Dash ready' : 'Dash is recharging');
    });
  }

  show(own: OwnView): void {
    this.#showHp(own.alive || own.aside ? own.hp : 0);
    this.#showShield(own.alive && own.shieldTicks > 0);
    this.#rail.show(own);
    this.#showDashRing(1 - own.dashCooldownTicks / DASH_RULES.cooldownTicks);
    this.#showDashReady(own.dashCooldownTicks === 0);
    this.#showDashText(own.dashCooldownTicks === 0 ? '' : (own.dashCooldownTicks / TICK_RATE_HZ).toFixed(1));
  }

  #writeHp(hp: number): void {
    const share = hp / PILOT.hpMax;
    this.#number.textContent = String(Math.ceil(hp));
    this.#fill.style.transform = `scaleX(${share})`;
    this.#health.dataset.level = share <= ALARM_SHARE ? 'alarm' : share <= WARN_SHARE ? 'warn' : 'good';
    this.#health.setAttribute('aria-valuenow', String(Math.ceil(hp)));
    this.#hud.toggleAttribute('data-alarm', hp > 0 && share <= ALARM_SHARE);
    if (hp < this.#hp) replay(this.#health, 'hurt');
    this.#hp = hp;
  }
}
