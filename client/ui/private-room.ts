/** Opening a private room: its six-letter code and a link to send, before going in. */
import { type CreatedRoom, createPrivateRoom, sentenceOf } from '../matchmaker.ts';
import { linkTo } from './address.ts';
import { byId, copyOnClick } from './dom.ts';
import type { Notice } from './notice.ts';

export class PrivateRoom {
  readonly #create = byId<HTMLButtonElement>('create-private');
  readonly #link = byId<HTMLAnchorElement>('private-link');
  readonly #enter = byId<HTMLButtonElement>('enter-private');
  readonly #notice: Notice;
  #room: CreatedRoom | undefined;

  constructor(notice: Notice, modeOf: () => string, onEnter: (room: CreatedRoom) => void) {
    this.#notice = notice;
    this.#create.addEventListener('click', () => void this.#open(modeOf()));
    copyOnClick(byId('copy-link'), () => this.#link.href);
    const enter = (event: Event): void => {
      event.preventDefault(); // the link is for friends; here it must not reload the page
      if (this.#room !== undefined) onEnter(this.#room);
    };
    this.#enter.addEventListener('click', enter);
    this.#link.addEventListener('click', enter);
  }

  /** Back to the offer of a new room. */
  reset(): void {
    this.#show(undefined);
  }

  async #open(mode: string): Promise<void> {
    this.#create.disabled = true;
    try {
      this.#show(await createPrivateRoom(mode));
      this.#notice.hide();
      this.#enter.focus();
    } catch (error) {
      this.#notice.show(sentenceOf(error));
    }
    this.#create.disabled = false;
  }

  #show(room: CreatedRoom | undefined): void {
    this.#room = room;
    byId('private-room').hidden = room === undefined;
    byId('private-offer').hidden = room !== undefined;
    if (room === undefined) return;
    byId('private-code').textContent = room.code;
    this.#link.href = linkTo(location, room);
    this.#link.textContent = this.#link.href.replace(/^https?:\/\//, '');
  }
}
