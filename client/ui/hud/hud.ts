/**
 * The signs over the arena, for one fight: reads the seat's view, draws with page elements, takes no part in the game.
 * Fast signs (health, dash, clock) are looked at twenty times a second, the board ten times; the page is touched only
 * where something differs.
 */
import type { SeatView } from '../../../shared/netcode/seat-view.ts';
import { NOBODY, PHASE } from '../../../shared/sim/types.ts';
import { type LabStore, labParts } from '../../lab.ts';
import { storageOf } from '../../settings.ts';
import { make } from '../dom.ts';
import { AsideCard } from './aside.ts';
import { Banner } from './banner.ts';
import { Board } from './board.ts';
import { DeathCard } from './death.ts';
import { Feed } from './feed.ts';
import { Hints } from './hints.ts';
import { PAUSE } from './icons.ts';
import { LabBadge } from './lab-badge.ts';
import { PilotNames } from './names.ts';
import { NetGraph } from './net-graph.ts';
import { Podium } from './podium.ts';
import { Score } from './score.ts';
import { Vitals } from './vitals.ts';
import { VoteCard } from './vote.ts';

const FAST_EVERY_MS = 50;
const BOARD_EVERY_MS = 100;
/** More than this many pilots are a crowd: a whole Fray is none yet. */
const CROWD = 24;
/** A frame that comes this late means that the player did not see the time between. */
const ABSENCE_MS = 1000;

export type HudOptions = {
  view: SeatView;
  lab: LabStore;
  /** Code of the private room. */
  code: string | undefined;
  /** False under a curtain. */
  isPlaying: () => boolean;
  onPause: () => void;
  /** This player is for the removal of that seat. */
  onVote: (seat: number) => void;
};

export class Hud {
  readonly #host: HTMLElement;
  readonly #view: SeatView;
  readonly #lab: LabStore;
  readonly #isPlaying: () => boolean;
  readonly #names = new PilotNames();
  readonly #listening = new AbortController();
  readonly #unsubscribe: () => void;
  readonly #left = make('div', { class: 'corner-left' });
  readonly #centre = make('div', { class: 'top-centre' });
  readonly #right = make('div', { class: 'corner-right' });
  readonly #score: Score;
  readonly #board: Board;
  readonly #feed: Feed;
  readonly #vitals: Vitals;
  readonly #hints: Hints;
  readonly #banner: Banner;
  readonly #death: DeathCard;
  readonly #aside: AsideCard;
  readonly #podium: Podium;
  readonly #vote: VoteCard;
  readonly #netGraph: NetGraph;
  readonly #badge: LabBadge;
  #fastMs = -FAST_EVERY_MS;
  #boardMs = -BOARD_EVERY_MS;
  #lastMs = performance.now();

  constructor(host: HTMLElement, { view, lab, code, isPlaying, onPause, onVote }: HudOptions) {
    this.#host = host;
    this.#view = view;
    this.#lab = lab;
    this.#isPlaying = isPlaying;
    host.replaceChildren(this.#left, this.#centre, this.#right);
    host.toggleAttribute('data-waiting', true); // empty signs say nothing: until the first state they stay away
    this.#addPause(onPause);
    this.#score = new Score(this.#left, this.#centre, this.#names);
    if (code !== undefined)
      this.#centre.append(make('div', { class: 'room-code', 'data-testid': 'room-code' }, `Room ${code}`));
    this.#board = new Board(this.#left, host);
    this.#badge = new LabBadge(this.#left);
    this.#vote = new VoteCard(this.#right, this.#names, onVote);
    this.#feed = new Feed(this.#right);
    this.#vitals = new Vitals(host);
    this.#hints = new Hints(host, storageOf('localStorage'), matchMedia('(pointer: coarse)').matches);
    this.#banner = new Banner(host);
    this.#death = new DeathCard(host, this.#names);
    this.#aside = new AsideCard(host);
    this.#podium = new Podium(host);
    this.#netGraph = new NetGraph(host);
    this.#unsubscribe = this.#listen();
  }

  frame(nowMs: number, fps: number): void {
    const view = this.#view;
    if (nowMs - this.#lastMs > ABSENCE_MS) this.refresh();
    this.#lastMs = nowMs;
    if (!view.ready) return;
    this.#host.removeAttribute('data-waiting');
    if (nowMs - this.#boardMs >= BOARD_EVERY_MS) {
      this.#boardMs = nowMs;
      this.#showBoard();
    }
    if (nowMs - this.#fastMs >= FAST_EVERY_MS) {
      this.#fastMs = nowMs;
      this.#showFast(nowMs);
    }
    this.#netGraph.frame(nowMs, fps, this.#lab.current.graph, () => view.stats());
  }

  /** Back after an absence: what was told meanwhile is old. */
  refresh(): void {
    this.#feed.clear();
    this.#banner.refresh();
    this.#openBoard(false);
  }

  remove(): void {
    this.#listening.abort();
    this.#unsubscribe();
    this.#host.replaceChildren();
    this.#host.removeAttribute('data-alarm');
  }

  #showFast(nowMs: number): void {
    const match = this.#view.match();
    this.#feed.frame(nowMs);
    this.#badge.show(labParts(this.#lab.current));
    this.#score.showClock(match);
    this.#banner.show(nowMs, match);
    const own = this.#view.own();
    if (own === undefined) return;
    this.#vitals.show(own);
    this.#hints.watch(own);
    this.#death.show(own, match.phase !== PHASE.podium);
    this.#aside.show(own);
  }

  #showBoard(): void {
    const match = this.#view.match();
    const lines = this.#view.board();
    this.#names.learn(lines);
    this.#score.showScores(lines, match);
    this.#board.show(lines, match.leader);
    this.#vote.show(this.#view.house().vote, lines.find(({ own }) => own)?.seat ?? NOBODY);
    if (match.phase === PHASE.podium) this.#podium.show(lines, match.secondsLeft);
    else this.#podium.hide();
  }

  #addPause(onPause: () => void): void {
    const button = make('button', {
      id: 'pause-open',
      'data-testid': 'pause-open',
      type: 'button',
      class: 'pause-open',
      'aria-label': 'Pause panel (Esc)',
    });
    button.innerHTML = PAUSE;
    // The press belongs to the button: underneath it would be a shot.
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      button.addEventListener(type, (event) => event.stopPropagation());
    button.addEventListener('click', () => {
      button.blur(); // or the next Space would press it again instead of dashing
      onPause();
    });
    this.#right.append(button);
  }

  #listen(): () => void {
    const { signal } = this.#listening;
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.code !== 'Tab' && event.code !== 'F3' && event.code !== 'KeyV') return;
        if (!this.#isPlaying()) return; // under a curtain Tab moves the focus, as everywhere
        event.preventDefault();
        if (event.code === 'Tab') this.#openBoard(true);
        else if (event.code === 'KeyV') this.#vote.join();
        else if (!event.repeat) this.#lab.change({ graph: !this.#lab.current.graph });
      },
      { signal },
    );
    window.addEventListener(
      'keyup',
      (event) => {
        if (event.code === 'Tab') this.#openBoard(false);
      },
      { signal },
    );
    window.addEventListener('blur', () => this.#openBoard(false), { signal }); // Alt+Tab sends no release
    const offKill = this.#view.on('kill', (kill) => {
      const named = (seat: number) => this.#names.of(seat, this.#view.nameOf(seat));
      const [killer, victim] = [named(kill.killer), named(kill.victim)];
      if (killer.own) this.#hints.learnt('fire');
      // In a crowd pilots fall all the time: told is what concerns this player, and the leader's fall.
      if (this.#view.match().pilots > CROWD && !killer.own && !victim.own && !kill.leader) return;
      this.#feed.add(performance.now(), kill, killer, victim);
    });
    const offHit = this.#view.on('hit', (hit) => {
      if (this.#names.of(hit.by).own) this.#hints.learnt('fire');
      this.#death.onHit(hit, this.#view.own());
    });
    return () => {
      offKill();
      offHit();
    };
  }

  #openBoard(open: boolean): void {
    this.#board.open(open);
    if (open) this.#boardMs = -BOARD_EVERY_MS; // filled with the next frame
  }
}
