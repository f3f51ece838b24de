/** The menu: a name, and the ways into a fight. It only asks for one; what comes of it is the caller's. */
import { LIMITS } from '../../shared/wire/protocol.ts';
import type { CreatedRoom } from '../matchmaker.ts';
import { cleanName, type SettingsStore } from '../settings.ts';
import { codeLetters, type Invite } from './address.ts';
import { keepClean } from './clean-field.ts';
import { byId } from './dom.ts';
import { ModeChoice } from './modes.ts';
import type { Notice } from './notice.ts';
import { suggestName } from './pilot-name.ts';
import { PrivateRoom } from './private-room.ts';
import { RoomsList } from './rooms-list.ts';

export type MenuOptions = {
  settings: SettingsStore;
  notice: Notice;
  /** Mode from the address. */
  mode: string | undefined;
  onQuickPlay: () => void;
  onInvite: (invite: Invite) => void;
  onPrivateRoom: (room: CreatedRoom) => void;
};

export class Menu {
  readonly #options: MenuOptions;
  readonly #modes: ModeChoice;
  readonly #rooms: RoomsList;
  readonly #private: PrivateRoom;
  readonly #name = byId<HTMLInputElement>('name');
  readonly #code = byId<HTMLInputElement>('code');
  readonly #suggestedName = suggestName();
  #invite: Invite | undefined;

  constructor(options: MenuOptions) {
    this.#options = options;
    this.#modes = new ModeChoice(options.mode);
    this.#rooms = new RoomsList(
      (roomId) => this.#go(() => options.onInvite({ kind: 'room', roomId })),
      (mode) => this.#modes.titleOf(mode),
    );
    this.#private = new PrivateRoom(
      options.notice,
      () => this.mode,
      (room) => this.#go(() => options.onPrivateRoom(room)),
    );
    this.#listenToName();
    this.#listenToCode();
    byId('play-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#go(options.onQuickPlay);
    });
    byId('join-fight').addEventListener('click', () => {
      const invite = this.#invite;
      if (invite !== undefined) this.#go(() => options.onInvite(invite));
    });
    void this.#modes.load();
  }

  /** Mode of quick play and of new private rooms. */
  get mode(): string {
    return this.#modes.chosen;
  }

  /** The name to fight under: the player's own, or the one suggested. */
  get name(): string {
    const { name } = this.#options.settings.current;
    return name === '' ? this.#suggestedName : name;
  }

  show(): void {
    this.#private.reset();
    this.#rooms.watch(true);
    // A phone would throw its keyboard over the page at a focused field.
    if (!matchMedia('(pointer: fine)').matches) return;
    if (this.#name.value === '') this.#name.focus();
    else byId(this.#invite === undefined ? 'quick-play' : 'join-fight').focus();
  }

  hide(): void {
    this.#rooms.watch(false);
  }

  /** Puts an invitation on top, or takes it away. */
  showInvite(invite: Invite | undefined): void {
    this.#invite = invite;
    byId('invite').hidden = invite === undefined;
    if (invite === undefined) return;
    byId('invite-text').textContent =
      invite.kind === 'code' ? `Friends wait in private room ${invite.code}.` : 'A place is free in an open room.';
    if (invite.kind === 'code') this.#code.value = invite.code;
  }

  /** Keeps the name before anything else: a player wants it back next time. */
  #go(then: () => void): void {
    this.#options.settings.change({ name: this.name });
    this.#name.value = this.name;
    this.#options.notice.hide();
    then();
  }

  #listenToName(): void {
    const { settings } = this.#options;
    this.#name.value = settings.current.name;
    this.#name.placeholder = this.#suggestedName;
    keepClean(this.#name, cleanName, (name) => settings.change({ name }));
  }

  #listenToCode(): void {
    keepClean(this.#code, codeLetters);
    byId('code-form').addEventListener('submit', (event) => {
      event.preventDefault();
      const code = codeLetters(this.#code.value);
      if (code.length === LIMITS.codeChars) this.#go(() => this.#options.onInvite({ kind: 'code', code }));
      else {
        this.#options.notice.show(`A room code has ${LIMITS.codeChars} letters, like KRTPAM.`);
        this.#code.focus();
      }
    });
  }
}
