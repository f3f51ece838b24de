/**
 * Clients for the socket floor, which the load test's bots cannot talk to: they send 30 frames a second and count bytes.
 * `floor-crowd.ts <url> <players> <seconds> <file>`; writes the part of a report that the bench reads.
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { TICK_MS } from '../../shared/sim/tunables.ts';
import { scrape, sumOf } from '../measure/scrape.ts';
import { sleepMs } from '../timing/waiting.ts';

const WARMUP_MS = 1000;
/** A masked message of 12 bytes, as long as an input frame of ours; the mask is zero, which changes nothing. */
const FRAME = Buffer.concat([Buffer.from([0x82, 0x80 | 12, 0, 0, 0, 0]), Buffer.alloc(12, 1)]);

const [url = '', playersText = '', secondsText = '', file = ''] = process.argv.slice(2);
const players = Number(playersText);

function connect(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const upgrade = request(url, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    });
    upgrade.once('upgrade', (_response, socket) => resolve(socket as Socket));
    upgrade.once('error', reject);
    upgrade.end();
  });
}

async function serverCpuSeconds(): Promise<number> {
  const { scraped: metrics } = await scrape(url);
  if (metrics === undefined) throw new Error(`${url} shows no metrics`);
  return sumOf(metrics, 'process_cpu_seconds_total');
}

const sockets: Socket[] = [];
for (let i = 0; i < players; i++) sockets.push(await connect());
for (const socket of sockets) socket.resume();

// Each client has its own place in the step, as the clocks of real players have.
const sent = sockets.map(() => 0);
const startMs = performance.now();
setInterval(() => {
  const steps = (performance.now() - startMs) / TICK_MS;
  sockets.forEach((socket, i) => {
    if ((sent[i] as number) + i / players > steps) return;
    sent[i] = (sent[i] as number) + 1;
    socket.write(FRAME);
  });
}, 1);

await sleepMs(WARMUP_MS);
const bytesRead = (): number => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);
const before = { ms: performance.now(), bytes: bytesRead(), cpu: await serverCpuSeconds(), own: process.cpuUsage() };
await sleepMs(Number(secondsText) * 1000);
const cpu = await serverCpuSeconds();
const own = process.cpuUsage(before.own);
const seconds = (performance.now() - before.ms) / 1000;
const received = (bytesRead() - before.bytes) / players / seconds;
const cores = (own.user + own.system) / 1e6 / seconds;
const figures = { players, seconds, received, cores: (cpu - before.cpu) / seconds, 'generator.cores': cores };
await writeFile(file, JSON.stringify({ figures, errors: [], warnings: [], workers: [{ players, cores }] }));
process.exit(0);
