/** The menu on the page as it is delivered: its ways into a fight, the open rooms, and a private room of one's own. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { CreatedRoom } from '../../../client/matchmaker.ts';
import { SettingsStore } from '../../../client/settings.ts';
import type { Invite } from '../../../client/ui/address.ts';
import { Menu } from '../../../client/ui/menu.ts';
import { Notice } from '../../../client/ui/notice.ts';
import { clientBody, usePage } from '../../support/page.ts';

const MODES = [
  { name: 'fray', title: 'Fray', seatsMax: 8, arenas: [], roundSeconds: 240 },
  { name: 'swarm', title: 'Swarm', seatsMax: 40, arenas: [], roundSeconds: null },
  { name: 'short', title: 'Short', seatsMax: 4, arenas: [], roundSeconds: 45 },
];
const ROOM = { roomId: 'room1', mode: 'fray', name: 'Open house', players: 3, bots: 2, maxPlayers: 8, joinUrl: '' };

/** Lets answers that are there already arrive. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('menu', () => {
  const page = usePage(clientBody, 'https://play.test/');
  const realFetch = globalThis.fetch;
  let rooms: unknown[] | undefined;
  let modes: unknown[] | undefined;
  let asked: string[];
  let went: (Invite | CreatedRoom | 'quick')[];
  let settings: SettingsStore;
  let menu: Menu;

  const element = <E extends HTMLElement = HTMLElement>(id: string): E => page.document.querySelector(`#${id}`) as E;
  const shown = (id: string): boolean => element(id).closest('[hidden]') === null;
  const text = (id: string): string => element(id).textContent?.trim() ?? '';
  const type = (id: string, value: string): void => {
    element<HTMLInputElement>(id).value = value;
    element(id).dispatchEvent(new Event('input', { bubbles: true }));
  };
  const submit = (id: string): boolean => {
    const event = new Event('submit', { bubbles: true, cancelable: true });
    element(id).dispatchEvent(event);
    return event.defaultPrevented;
  };
  const roomLines = (): string[] =>
    [...element('rooms').querySelectorAll('li')].map((line) =>
      [...line.querySelectorAll('span, b')]
        .filter((part) => part.children.length === 0)
        .map((part) => part.textContent)
        .join('|'),
    );
  const open = (mode?: string): Menu =>
    new Menu({
      settings,
      notice: new Notice(),
      mode,
      onQuickPlay: () => went.push('quick'),
      onInvite: (invite) => went.push(invite),
      onPrivateRoom: (room) => went.push(room),
    });

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    [rooms, modes, asked, went] = [[], MODES, [], []];
    globalThis.fetch = async (path, init = {}) => {
      asked.push(`${init.method ?? 'GET'} ${path}`);
      if (init.method === 'POST')
        return Response.json({ roomId: 'mine', code: 'KRTPAM', ...JSON.parse(String(init.body)) });
      const answer = path === 'api/modes' ? modes : rooms;
      return answer === undefined ? new Response('', { status: 500 }) : Response.json(answer);
    };
    settings = new SettingsStore(undefined, '', false);
    menu = open();
    await settled();
  });
  afterEach(() => {
    mock.timers.reset();
    globalThis.fetch = realFetch;
  });

  it('suggests a name, under which a nameless player fights and is known from then on', () => {
    const suggested = element<HTMLInputElement>('name').placeholder;
    assert.match(suggested, /^[A-Z][a-z]+ [A-Z][a-z]+$/);
    assert.equal(menu.name, suggested);
    assert.equal(submit('play-form'), true, 'the page is reloaded');
    assert.deepEqual([went, settings.current.name], [['quick'], suggested]);
    assert.equal(element<HTMLInputElement>('name').value, suggested);
  });

  it('rewrites nothing while an input method composes, and keeps the caret where it is in the text', () => {
    const [name, code] = [element<HTMLInputElement>('name'), element<HTMLInputElement>('code')];
    const compose = (field: HTMLInputElement, value: string): void => {
      field.value = value;
      field.dispatchEvent(Object.assign(new Event('input', { bubbles: true }), { isComposing: true }));
    };
    compose(name, 'たなか\u3000た');
    assert.deepEqual([name.value, settings.current.name], ['たなか\u3000た', '']);
    name.value = '田中\u3000太郎';
    name.dispatchEvent(new Event('compositionend', { bubbles: true }));
    assert.deepEqual([name.value, settings.current.name], ['田中 太郎', '田中 太郎']);
    code.value = 'KXbWT';
    code.setSelectionRange(3, 3);
    code.dispatchEvent(new Event('input', { bubbles: true }));
    assert.deepEqual([code.value, code.selectionStart, code.selectionEnd], ['KXBWT', 3, 3]);
    code.value = 'KX1BWT';
    code.setSelectionRange(3, 3);
    code.dispatchEvent(new Event('input', { bubbles: true }));
    assert.deepEqual([code.value, code.selectionStart], ['KXBWT', 2], 'what is taken away was before the caret');
  });

  it('takes the player’s own name, cleaned while it is typed', () => {
    type('name', 'Ada\t\tLove');
    assert.equal(element<HTMLInputElement>('name').value, 'Ada Love');
    assert.deepEqual([menu.name, settings.current.name], ['Ada Love', 'Ada Love']);
  });

  it('goes to a private room by its code, and says so when it is none', () => {
    type('code', 'kr-tp');
    assert.equal(element<HTMLInputElement>('code').value, 'KRTP');
    assert.equal(submit('code-form'), true);
    assert.deepEqual(went, []);
    assert.equal(text('notice'), 'A room code has 6 letters, like KRTPAM.');
    assert.equal(element('notice').dataset.tone, 'bad');
    assert.equal(page.document.activeElement, element('code'));
    type('code', 'krtpam');
    submit('code-form');
    assert.deepEqual(went, [{ kind: 'code', code: 'KRTPAM' }]);
    assert.equal(shown('notice'), false);
  });

  it('keeps a notice on screen for eight seconds', () => {
    submit('code-form');
    mock.timers.tick(7999);
    assert.equal(shown('notice'), true);
    submit('code-form');
    mock.timers.tick(7999);
    assert.equal(shown('notice'), true);
    mock.timers.tick(1);
    assert.equal(shown('notice'), false);
  });

  it('puts an invitation on top, and follows it', () => {
    assert.equal(shown('invite'), false);
    element('join-fight').click();
    assert.deepEqual(went, []);
    menu.showInvite({ kind: 'code', code: 'KRTPAM' });
    assert.deepEqual([shown('invite'), text('invite-text')], [true, 'Friends wait in private room KRTPAM.']);
    assert.equal(element<HTMLInputElement>('code').value, 'KRTPAM');
    element('join-fight').click();
    menu.showInvite({ kind: 'room', roomId: 'room1' });
    assert.equal(text('invite-text'), 'A place is free in an open room.');
    element('join-fight').click();
    assert.deepEqual(went, [
      { kind: 'code', code: 'KRTPAM' },
      { kind: 'room', roomId: 'room1' },
    ]);
    menu.showInvite(undefined);
    assert.equal(shown('invite'), false);
  });

  it('begins where the player goes on: the name, the play button, the invitation', () => {
    menu.show();
    assert.equal(page.document.activeElement?.id, 'name');
    type('name', 'Ada');
    menu.show();
    assert.equal(page.document.activeElement?.id, 'quick-play');
    menu.showInvite({ kind: 'code', code: 'KRTPAM' });
    menu.show();
    assert.equal(page.document.activeElement?.id, 'join-fight');
  });

  it('offers the server’s modes and describes the chosen one', () => {
    const choices = [...element('modes').querySelectorAll('input')];
    assert.deepEqual(
      choices.map(({ value, checked }) => [value, checked]),
      [
        ['fray', true],
        ['swarm', false],
        ['short', false],
      ],
    );
    assert.deepEqual([shown('modes'), text('mode-line')], [true, 'Fray · up to 8 pilots · 4 min rounds']);
    choices[1]?.dispatchEvent(new Event('change'));
    assert.deepEqual([menu.mode, text('mode-line')], ['swarm', 'Swarm · up to 40 pilots · no end']);
    choices[2]?.dispatchEvent(new Event('change'));
    assert.equal(text('mode-line'), 'Short · up to 4 pilots · 45 s rounds');
  });

  it('follows the address to a mode that the server has, and offers nothing to choose from one or none', async () => {
    const modeOf = async (wanted: string) => {
      element('modes').replaceChildren();
      const other = open(wanted);
      await settled();
      return [other.mode, shown('modes')];
    };
    assert.deepEqual(await modeOf('swarm'), ['swarm', true]);
    assert.deepEqual(await modeOf('gone'), ['fray', true]);
    modes = MODES.slice(1, 2).map((mode) => ({ ...mode, roundSeconds: 90 }));
    assert.deepEqual(await modeOf('fray'), ['swarm', false]);
    assert.equal(text('mode-line'), 'Swarm · up to 40 pilots · 1.5 min rounds');
    modes = [];
    assert.deepEqual(await modeOf('fray'), ['fray', false]);
    modes = undefined;
    assert.deepEqual(await modeOf('gone'), ['gone', false]);
  });

  it('lists open rooms while it is on screen, and asks again every four seconds', async () => {
    rooms = [ROOM, { ...ROOM, roomId: 'abcdef', mode: 'duel', name: '', players: 8, bots: 0 }];
    const asks = () => asked.filter((path) => path === 'GET api/rooms').length;
    mock.timers.tick(10_000);
    assert.equal(asks(), 0);
    menu.show();
    menu.show();
    await settled();
    assert.equal(asks(), 1);
    assert.deepEqual(roomLines(), ['Open house|Fray|3/8| + 2 ⚙|Join', 'Room abcd|Duel|8/8||Full']);
    assert.equal(text('rooms-line'), '');
    const [first, second] = element('rooms').querySelectorAll('button');
    assert.equal(first?.getAttribute('aria-label'), 'Join Open house: 3 of 8 seats taken, 2 bots');
    assert.deepEqual([first?.disabled, second?.disabled], [false, true]);
    first?.click();
    assert.deepEqual(went, [{ kind: 'room', roomId: 'room1' }]);
    rooms = [{ ...ROOM, players: 4 }];
    mock.timers.tick(3999);
    assert.equal(asks(), 1);
    mock.timers.tick(1);
    await settled();
    assert.deepEqual(roomLines(), ['Open house|Fray|4/8| + 2 ⚙|Join']);
    assert.equal(element('rooms').querySelector('button'), first, 'the focus is lost');
    menu.hide();
    mock.timers.tick(10_000);
    assert.equal(asks(), 2);
  });

  it('says that no room is open, or why none can be seen, and goes on asking', async () => {
    menu.show();
    await settled();
    assert.match(text('rooms-line'), /^Nobody is fighting yet/);
    rooms = undefined;
    mock.timers.tick(4000);
    await settled();
    assert.equal(text('rooms-line'), 'The server could not do that (error 500). Trying again.');
    rooms = [ROOM];
    mock.timers.tick(4000);
    await settled();
    assert.deepEqual([roomLines().length, text('rooms-line')], [1, '']);
  });

  it('lists thirty rooms at most, and asks for none while nobody can see the page', async () => {
    rooms = Array.from({ length: 40 }, (_, i) => ({ ...ROOM, roomId: `room${i}` }));
    menu.show();
    await settled();
    assert.equal(roomLines().length, 30);
    Object.defineProperty(page.document, 'hidden', { value: true, configurable: true });
    asked = [];
    page.document.dispatchEvent(new Event('visibilitychange'));
    mock.timers.tick(10_000);
    assert.deepEqual(asked, []);
    Object.defineProperty(page.document, 'hidden', { value: false });
    page.document.dispatchEvent(new Event('visibilitychange'));
    assert.deepEqual(asked, ['GET api/rooms']);
  });

  it('opens a private room: a code, a link for friends, and the way in', async () => {
    assert.deepEqual([shown('private-offer'), shown('private-room')], [true, false]);
    const enter = () => element('enter-private').click();
    enter();
    assert.deepEqual(went, []);
    submit('code-form');
    element('create-private').click();
    assert.equal(element<HTMLButtonElement>('create-private').disabled, true);
    await settled();
    assert.equal(element<HTMLButtonElement>('create-private').disabled, false);
    assert.equal(asked.at(-1), 'POST api/rooms');
    assert.deepEqual([shown('private-offer'), shown('private-room'), shown('notice')], [false, true, false]);
    assert.deepEqual([text('private-code'), text('private-link')], ['KRTPAM', 'play.test/#KRTPAM']);
    assert.equal(element<HTMLAnchorElement>('private-link').href, 'https://play.test/#KRTPAM');
    assert.equal(page.document.activeElement?.id, 'enter-private');
    const click = new MouseEvent('click', { cancelable: true });
    element('private-link').dispatchEvent(click);
    assert.equal(click.defaultPrevented, true, 'the link reloads the page');
    enter();
    assert.deepEqual(went, Array(2).fill({ roomId: 'mine', code: 'KRTPAM', mode: 'fray', private: true }));
    menu.show();
    assert.deepEqual([shown('private-offer'), shown('private-room')], [true, false]);
  });

  it('says why a private room was not opened', async () => {
    globalThis.fetch = async () => Response.json({ error: { message: 'No room left.' } }, { status: 503 });
    element('create-private').click();
    await settled();
    assert.equal(text('notice'), 'No room left.');
    assert.equal(shown('private-room'), false);
    assert.equal(element<HTMLButtonElement>('create-private').disabled, false);
  });
});
