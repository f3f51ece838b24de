/**
 * One fight from joining to the end: connection, game and HUD belong together here, and whatever the connection says is
 * what the page shows. An attempt that was given up may still succeed later; it is then left at once.
 */
import type { ConnectionState } from '../../shared/netcode/connection.ts';
import type { SeatView } from '../../shared/netcode/seat-view.ts';
import type { Session } from '../../shared/netcode/session.ts';
import { CLOSE } from '../../shared/wire/protocol.ts';
import type { LabStore } from '../lab.ts';
import { MatchmakerError, sentenceOf } from '../matchmaker.ts';
import type { GameHandle } from '../scenes/game.ts';
import type { SettingsStore } from '../settings.ts';
import { linkTo, serverUrl, showInAddress, type Wanted } from './address.ts';
import { Curtains } from './curtains.ts';
import { PauseDialog, type SettingsDialog } from './dialogs.ts';
import { byId } from './dom.ts';
import { type Destination, type EntryOutcome, type EntryPlan, showScreen } from './entry.ts';
import { Hud } from './hud/hud.ts';
import type { Notice } from './notice.ts';
import { MissedPart, needParts, type Parts } from './parts.ts';
import type { Renewal } from './renewal.ts';
import type { SeatMemory } from './seat-memory.ts';

export type FightOptions = {
  settings: SettingsStore;
  lab: LabStore;
  settingsDialog: SettingsDialog;
  memory: SeatMemory;
  notice: Notice;
  nameOf: () => string;
  renewal: Renewal;
  /** The page is older than the server: what was wanted is to be found again when it is fetched anew. */
  onOutdated: (wanted: Wanted) => void;
  /** There is no fight any more: back to the menu. */
  onMenu: () => void;
  /** The player, or the end of a restart's wait, asks for another fight: in the same private room, if there was one. */
  onAgain: (code: string | undefined) => void;
};

type Connection = InstanceType<Parts['netcode']['Connection']>;
type ActiveFight = { session: Session; game: GameHandle; hud: Hud; code: string | undefined };

type ClosedState = Extract<ConnectionState, { kind: 'closed' }>;

/** Matchmaking's answer to a page that is older than the server. */
const OUTDATED_STATUS = 426;
/** Where another fight is looked for: how often, and how long to wait for a server that is not there yet. */
const SEARCH_TRIES = 40;
const SEARCH_WAIT_MS = 1500;
/** The server has just answered: no need to wait for it. */
const SEARCH_AT_ONCE_MS = 250;
/** After these there is no such room any more, or none for this player: the way leads to other players instead of friends. */
const ENDS_ROOM: ReadonlySet<number> = new Set([
  CLOSE.serverShutdown,
  CLOSE.roomClosed,
  CLOSE.roomFailed,
  CLOSE.removed,
]);

export class Fight {
  readonly #options: FightOptions;
  readonly #curtains: Curtains;
  readonly #pause: PauseDialog;
  #attempt = 0;
  #connection: Connection | undefined;
  #active: ActiveFight | undefined;
  #searchTriesLeft = 0;
  /** Why another fight is looked for. */
  #searchReason = '';
  /** Private room that a new fight should be looked for in. */
  #againIn: string | undefined;
  #isOutdated = false;

  constructor(options: FightOptions) {
    this.#options = options;
    this.#curtains = new Curtains({
      onMenu: () => this.leave(),
      onAgain: () => (this.#isOutdated ? options.renewal.renew() : options.onAgain(this.#againIn)),
    });
    this.#pause = new PauseDialog(
      () => options.settingsDialog.open(),
      () => this.leave(),
    );
    options.settings.onChange((settings) => this.#active?.game.apply(settings));
    options.lab.onChange(() => this.#useLab());
    window.addEventListener('keydown', (event) => {
      if (event.code !== 'Escape' || this.#active === undefined) return;
      event.preventDefault(); // or the same key press would close the dialog that it opens
      this.#openPause(this.#active);
    });
  }

  /** State of the connection, for the console and for tests. */
  get state(): ConnectionState['kind'] {
    return this.#connection?.state.kind ?? 'idle';
  }

  /** What the seat sees, while there is one. */
  get view(): SeatView | undefined {
    return this.#active?.session.view;
  }

  /** Code of the private room, while in one. */
  get code(): string | undefined {
    return this.#active?.code;
  }

  async enter(plan: EntryPlan): Promise<EntryOutcome> {
    this.#abandon();
    const attempt = this.#attempt;
    showScreen('joining');
    this.#curtains.joining(plan.title, this.#searchTriesLeft > 0 ? this.#searchReason : '');
    try {
      const [destination, parts] = await Promise.all([plan.find(), needParts()]);
      if (attempt !== this.#attempt) return 'cancelled';
      const end = await this.#join(attempt, destination, parts);
      if (attempt !== this.#attempt) return 'cancelled';
      if (end === undefined) return 'playing';
      if (end.code === OUTDATED_STATUS) this.#renew(plan, end.message);
      else this.#failed(plan, end.message);
    } catch (error) {
      if (attempt !== this.#attempt) return 'cancelled';
      if (error instanceof MissedPart) this.#renew(plan, error.message);
      else this.#failed(plan, sentenceOf(error), error instanceof MatchmakerError && error.status === 404);
    }
    return 'failed';
  }

  /** Gives the seat, or the try to get one, up. */
  leave(): void {
    this.#abandon();
    this.#searchTriesLeft = 0;
    this.#options.onMenu();
  }

  #abandon(): void {
    this.#attempt++;
    const connection = this.#connection;
    this.#connection = undefined;
    if (this.#active !== undefined) this.#options.memory.forget();
    this.#clear();
    void connection?.leave();
  }

  /** @returns why it did not work */
  async #join(attempt: number, destination: Destination, { netcode, scene }: Parts): Promise<ClosedState | undefined> {
    const { lab, memory, nameOf } = this.#options;
    const connection: Connection = new netcode.Connection({
      url: serverUrl(location),
      name: nameOf(),
      nowMs: () => performance.now(),
      after: (ms, run) => void setTimeout(run, ms),
      lab: lab.lab,
      onChange: (state) => {
        if (attempt === this.#attempt) this.#follow(state, destination.code, scene);
        else if (state.kind === 'playing') void connection.leave();
      },
      onToken: (reconnectionToken) => {
        if (attempt !== this.#attempt) return;
        if (reconnectionToken === null) memory.forget();
        else memory.keep({ reconnectionToken, ...(destination.code === undefined ? {} : { code: destination.code }) });
      },
    });
    this.#connection = connection;
    await connection.join(destination.target);
    return connection.state.kind === 'closed' ? connection.state : undefined;
  }

  /** @param isGone there is no such room, and waiting will not change that */
  #failed(plan: EntryPlan, sentence: string, isGone = false): void {
    if (this.#searchTriesLeft > 0) return this.#searchOn(sentence, isGone);
    this.#curtains.none();
    this.#options.onMenu();
    if (plan.quiet !== true) this.#options.notice.show(sentence);
  }

  /** The page is older than the server. */
  #renew({ wanted }: EntryPlan, sentence: string): void {
    if (wanted !== undefined) this.#options.onOutdated(wanted);
    this.#isOutdated = true;
    showScreen('closed');
    if (!this.#options.renewal.tryOnce()) this.#curtains.closed(sentence, 'Reload');
  }

  #searchOn(sentence: string, isGone: boolean): void {
    showScreen('closed');
    if (isGone) {
      this.#searchTriesLeft = 0;
      this.#againIn = undefined;
      showInAddress(location, history, undefined);
      return this.#curtains.closed(sentence, 'Quick play');
    }
    this.#searchTriesLeft--;
    this.#curtains.closed(sentence, 'Play again', SEARCH_WAIT_MS);
  }

  #follow(state: ConnectionState, code: string | undefined, scene: Parts['scene']): void {
    switch (state.kind) {
      case 'playing':
        if (this.#active === undefined) this.#begin(state.session, code, scene);
        else this.#goOn(this.#active);
        this.#curtains.none();
        if (this.#active !== undefined) showScreen('playing');
        return;
      case 'dropped':
        this.#closeDialogs();
        showScreen('dropped');
        this.#curtains.dropped(state.sinceMs);
        return;
      case 'closed':
        if (this.#active !== undefined) this.#end(state, this.#active.code);
        return;
      case 'idle':
      case 'joining':
        return; // already on screen, since before the chunks were fetched
    }
  }

  #begin(session: Session, code: string | undefined, scene: Parts['scene']): void {
    showScreen('playing');
    byId('game').hidden = false; // before the start: the canvas takes its size from here
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const { lab, settings } = this.#options;
    const isPlaying = (): boolean => this.#connection?.state.kind === 'playing';
    const onPause = (): void => this.#active && this.#openPause(this.#active);
    const onVote = (seat: number): void => session.remove(seat);
    const hud = new Hud(byId('hud'), { view: session.view, lab, code, isPlaying, onPause, onVote });
    try {
      const onFrame = (nowMs: number, fps: number): void => hud.frame(nowMs, fps);
      const ghostsWanted = (): boolean => lab.current.ghosts;
      const game = scene.startGame({
        parent: byId('stage'),
        view: session.view,
        advance: (nowMs, nextInputFrame) => session.advance(nowMs, nextInputFrame),
        onAspect: (aspect) => session.setAspect(aspect),
        settings: settings.current,
        ghostsWanted,
        onFrame,
      });
      this.#active = { session, game, hud, code };
      this.#useLab();
      this.#searchTriesLeft = 0;
      showInAddress(location, history, code);
    } catch (error) {
      console.error(error);
      hud.remove();
      this.leave();
      this.#options.notice.show('This browser could not draw the arena. Try it with ?renderer=canvas in the address.');
    }
  }

  /** The connection is back, on the same seat: from here on the present counts. */
  #goOn({ game, hud }: ActiveFight): void {
    game.refresh();
    hud.refresh();
  }

  #useLab(): void {
    if (this.#active !== undefined) this.#active.session.switches = this.#options.lab.switches;
  }

  #end({ code, message, searches }: ClosedState, roomCode: string | undefined): void {
    this.#clear();
    if (code === CLOSE.consented) return this.#options.onMenu();
    showScreen('closed');
    this.#againIn = ENDS_ROOM.has(code) ? undefined : roomCode;
    showInAddress(location, history, this.#againIn);
    const losesFriends = roomCode !== undefined && this.#againIn === undefined;
    const again = losesFriends ? 'Quick play' : 'Play again';
    if (!searches || losesFriends) return this.#curtains.closed(message, again); // strangers must be asked for
    this.#searchTriesLeft = SEARCH_TRIES;
    this.#searchReason = message;
    this.#curtains.closed(message, again, code === CLOSE.failedToReconnect ? SEARCH_AT_ONCE_MS : SEARCH_WAIT_MS);
  }

  #clear(): void {
    const active = this.#active;
    this.#active = undefined;
    this.#closeDialogs();
    this.#curtains.none();
    active?.hud.remove();
    active?.game.stop();
    byId('game').hidden = true;
  }

  #closeDialogs(): void {
    this.#options.settingsDialog.close();
    this.#pause.close();
  }

  #openPause({ session, code }: ActiveFight): void {
    if (this.#connection?.state.kind !== 'playing') return;
    const link = linkTo(location, { roomId: session.roomId, ...(code === undefined ? {} : { code }) });
    this.#pause.open(link, code, session);
  }
}
