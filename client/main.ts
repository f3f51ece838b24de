/**
 * The client's start: settings, menu and the ways into a fight. Everything heavy is fetched once the menu is on screen.
 *
 * For the console and for tests the page has one read-only window into itself: `window.sparkfray.view()`, what the seat
 * sees (shared/netcode/seat-view) while there is one, and `window.sparkfray.state()`, the connection's state. Tools of before
 * know the view as `session()`.
 */
import type { SeatView } from '../shared/netcode/seat-view.ts';
import { LabStore } from './lab.ts';
import { type CreatedRoom, findRoomByCode } from './matchmaker.ts';
import { type Settings, SettingsStore, storageOf } from './settings.ts';
import { type Invite, inviteIn, keepInAddress, modeIn, playsAtOnce, showInAddress } from './ui/address.ts';
import { SettingsDialog } from './ui/dialogs.ts';
import { type EntryPlan, showScreen } from './ui/entry.ts';
import { Fight } from './ui/fight.ts';
import { Menu } from './ui/menu.ts';
import { Notice } from './ui/notice.ts';
import { fetchAhead } from './ui/parts.ts';
import { Renewal } from './ui/renewal.ts';
import { type RememberedSeat, SeatMemory } from './ui/seat-memory.ts';

declare global {
  interface Window {
    sparkfray: { view: () => SeatView | undefined; session: () => SeatView | undefined; state: () => string };
  }
}

const memory = new SeatMemory(storageOf('sessionStorage'));
const renewal = new Renewal(storageOf('sessionStorage'), () => location.reload());
const notice = new Notice();
const settings = new SettingsStore(
  storageOf('localStorage'),
  location.search,
  matchMedia('(prefers-reduced-motion: reduce)').matches,
);
const lab = new LabStore(location.search);
const fight = new Fight({
  settings,
  lab,
  settingsDialog: new SettingsDialog(settings, lab),
  memory,
  notice,
  nameOf: () => menu.name,
  renewal,
  onOutdated: (wanted) => keepInAddress(location, history, wanted),
  onMenu: toMenu,
  onAgain: (code) => (code === undefined ? quickPlay() : void go(planOf({ kind: 'code', code }))),
});
const menu: Menu = new Menu({
  settings,
  notice,
  mode: modeIn(location),
  onQuickPlay: quickPlay,
  onInvite: (invite) => void go(planOf(invite)),
  onPrivateRoom: (room) => void go(planIntoOwn(room)),
});

function toMenu(): void {
  showScreen('menu');
  showInAddress(location, history, undefined);
  menu.showInvite(undefined);
  menu.show();
}

function go(plan: EntryPlan): ReturnType<Fight['enter']> {
  menu.hide();
  return fight.enter(plan);
}

function quickPlay(): void {
  const { mode } = menu;
  void go({
    title: 'Finding a fight…',
    wanted: { kind: 'quick', mode },
    find: async () => ({ target: { kind: 'quick', mode } }),
  });
}

function planOf(invite: Invite): EntryPlan {
  if (invite.kind === 'room') {
    const { roomId } = invite;
    return { title: 'Entering the room…', wanted: invite, find: async () => ({ target: { kind: 'room', roomId } }) };
  }
  const { code } = invite;
  const find: EntryPlan['find'] = async () => {
    const { roomId } = await findRoomByCode(code);
    return { target: { kind: 'room', roomId }, code };
  };
  return { title: `Entering room ${code}…`, wanted: invite, find };
}

const planIntoOwn = ({ roomId, code }: CreatedRoom): EntryPlan => ({
  title: `Entering room ${code}…`,
  wanted: { kind: 'code', code },
  find: async () => ({ target: { kind: 'room', roomId }, code }),
});

const planBack = ({ reconnectionToken, code }: RememberedSeat): EntryPlan => ({
  title: 'Back to your seat…',
  quiet: true,
  find: async () => ({ target: { kind: 'token', reconnectionToken }, ...(code === undefined ? {} : { code }) }),
});

/** Whether the seat held for this tab is in the room that the address asks for; a token begins with its room's id. */
function isWhere(seat: RememberedSeat, invite: Invite | undefined): boolean {
  if (invite === undefined) return true;
  return invite.kind === 'code' ? seat.code === invite.code : seat.reconnectionToken.startsWith(`${invite.roomId}:`);
}

/** An invitation is followed at once by a player with a name; others give one first. */
function accept(invite: Invite): void {
  if (settings.current.name !== '') return void go(planOf(invite));
  toMenu();
  keepInAddress(location, history, invite); // until it is used: a page that is fetched anew still shows it
  menu.showInvite(invite);
}

async function begin(): Promise<void> {
  const invite = inviteIn(location);
  const atOnce = playsAtOnce(location);
  const seat = memory.recall();
  if (seat !== undefined && isWhere(seat, invite) && (await go(planBack(seat))) !== 'failed') return;
  if (invite !== undefined) accept(invite);
  else if (atOnce) quickPlay();
  else toMenu();
}

/** The styles read these from the page's root. */
function styleBySettings({ quality, reducedMotion }: Readonly<Settings>): void {
  document.documentElement.dataset.quality = quality;
  document.documentElement.dataset.motion = reducedMotion ? 'reduced' : 'full';
}

window.sparkfray = { view: () => fight.view, session: () => fight.view, state: () => fight.state };
settings.onChange(styleBySettings);
styleBySettings(settings.current);
window.addEventListener('hashchange', () => {
  const invite = inviteIn(location);
  if (invite?.kind === 'code' && invite.code !== fight.code) accept(invite);
});
if ('requestIdleCallback' in window) requestIdleCallback(fetchAhead, { timeout: 2000 });
else setTimeout(fetchAhead, 300);
void begin();
