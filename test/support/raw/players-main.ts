/** Entry: honest players on the stock SDK in a process of their own. Arguments: address, room, number of players. */
import { Client, type Room } from '@colyseus/sdk';
import type { Numbered, PlayersOrder, PlayersReport } from './messages.ts';

const [url = '', roomId = '', count = '2'] = process.argv.slice(2);
const FRAME_MS = 1000 / 30;

type Player = { room: Room; patches: number; lastMs: number; gapMs: number; tick: number; markTick: number };

/** How long this process itself stands still at times. */
const TURN_MS = 10;
let ownGapMsMax = 0;
let lastTurnMs = performance.now();
setInterval(() => {
  const nowMs = performance.now();
  ownGapMsMax = Math.max(ownGapMsMax, nowMs - lastTurnMs);
  lastTurnMs = nowMs;
}, TURN_MS);

const players: Player[] = [];
const troubles: string[] = [];
let sent = 0;
let markMs = performance.now();

async function join(nth: number): Promise<void> {
  const client = new Client(url);
  const room: Room = await client.joinById(roomId, { name: `Honest ${nth}` });
  room.onMessage('*', () => {});
  room.reconnection.minUptime = 0;
  const player: Player = { room, patches: 0, lastMs: performance.now(), gapMs: 0, tick: 0, markTick: 0 };
  players.push(player);
  room.onStateChange((state: { tick: number }) => {
    const nowMs = performance.now();
    player.gapMs = Math.max(player.gapMs, nowMs - player.lastMs);
    player.lastMs = nowMs;
    player.patches++;
    player.tick = state.tick;
  });
  room.onError((code, message) => troubles.push(`player ${nth}: error ${code} ${message}`));
  room.onDrop((code) => troubles.push(`player ${nth}: dropped ${code}`));
  room.onLeave((code) => troubles.push(`player ${nth}: left ${code}`));
  const input = room.input<Record<string, number>>();
  setInterval(() => {
    const turn = performance.now() / 700 + nth;
    Object.assign(input.data, {
      mx: Math.cos(turn),
      my: Math.sin(turn),
      aim: turn % 6,
      buttons: sent % 90 === 0 ? 3 : 1,
    });
    input.send();
    sent++;
  }, FRAME_MS);
}

function mark(): PlayersReport {
  const nowMs = performance.now();
  const report: PlayersReport = {
    elapsedMs: nowMs - markMs,
    patches: players.map(({ patches }) => patches),
    ticks: players.map(({ tick, markTick }) => tick - markTick),
    gapMsMax: Math.max(...players.map(({ gapMs, lastMs }) => Math.max(gapMs, nowMs - lastMs))),
    ownGapMsMax,
    sent,
    troubles: [...troubles],
  };
  for (const player of players) Object.assign(player, { patches: 0, gapMs: 0, lastMs: nowMs, markTick: player.tick });
  markMs = nowMs;
  ownGapMsMax = 0;
  sent = 0;
  return report;
}

process.on('message', async ({ id, order }: Numbered<PlayersOrder>) => {
  if (order.kind === 'mark') process.send?.({ id, answer: mark() });
  else {
    const report = mark();
    for (const { room } of players) room.removeAllListeners();
    process.send?.({ id, answer: report }, () => process.exit(0));
  }
});
// A test that ends without manners takes its players with it.
process.on('disconnect', () => process.exit(0));

for (let nth = 1; nth <= Number(count); nth++) await join(nth);
process.stdout.write('playing\n');
