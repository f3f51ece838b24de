/**
 * The canary: members of Colyseus and ws that the edge reaches although they are private, protected or undocumented. When
 * a new version moves one, this says which, before players find out.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { connectClientToRoom, createAuthContext, matchMaker, Room } from '@colyseus/core';
import { WebSocketClient, WebSocketTransport } from '@colyseus/ws-transport';
import { readText } from '../support/sources.ts';

const member = (owner: object, name: string): unknown => (owner as Record<string, unknown>)[name];

describe('Canary', () => {
  it('versions: Colyseus is pinned to what was attacked', () => {
    type Versions = Record<string, string>;
    const manifest = JSON.parse(readText('package.json')) as { dependencies: Versions; devDependencies: Versions };
    const versions: Versions = { ...manifest.devDependencies, ...manifest.dependencies };
    for (const name of ['@colyseus/core', '@colyseus/ws-transport', '@colyseus/schema', '@colyseus/sdk']) {
      assert.match(versions[name] ?? '', /^\d+\.\d+\.\d+$/, `${name}: an exact version`);
    }
  });

  it('transport: the base constructor calls listenForUpgrade(server), and nothing else takes upgrades', () => {
    const server = createServer();
    const seen: unknown[] = [];
    class Probe extends WebSocketTransport {
      protected override listenForUpgrade(given: typeof server): void {
        seen.push(given);
      }
    }
    const probe = new Probe({ server, pingInterval: 0 });
    assert.deepEqual(seen, [server]);
    assert.equal(server.listenerCount('upgrade'), 0);
    const wss = member(probe, 'wss') as { handleUpgrade: unknown; clients: unknown; options: Record<string, unknown> };
    assert.equal(typeof wss.handleUpgrade, 'function');
    assert.ok(wss.clients instanceof Set);
    assert.equal(member(probe, 'pingInterval'), undefined, 'pingInterval 0 keeps the pings of the base class away');
  });

  it('transport: size, fragments and close timeout reach ws, which knows them', () => {
    const server = createServer();
    const options = { server, pingInterval: 0, maxPayload: 1024, maxFragments: 64, closeTimeout: 2000 };
    const probe = new WebSocketTransport(options as ConstructorParameters<typeof WebSocketTransport>[0]);
    const { options: taken } = member(probe, 'wss') as { options: Record<string, unknown> };
    assert.deepEqual(
      [taken.maxPayload, taken.maxFragments, taken.closeTimeout, taken.perMessageDeflate],
      [1024, 64, 2000, false],
    );
    const require = createRequire(import.meta.url);
    const ws = readText(
      require
        .resolve('ws')
        .replace(/^.*\/node_modules\//u, 'node_modules/')
        .replace('index.js', 'lib/websocket-server.js'),
    );
    for (const name of ['maxFragments', 'closeTimeout', 'maxPayload']) assert.ok(ws.includes(`options.${name}`), name);
  });

  it('client: made from a session and a socket, which stays its ref; joined by connectClientToRoom', () => {
    const socket = { readyState: 1 };
    const client = new WebSocketClient('session', socket as ConstructorParameters<typeof WebSocketClient>[1]);
    assert.equal(client.ref, socket);
    assert.equal(client.state, 0, 'a client starts JOINING');
    assert.equal(connectClientToRoom.length, 4);
    const context = createAuthContext({
      headers: { 'x-real-ip': '192.0.2.7', 'x-forwarded-for': '198.51.100.1' },
      remoteAddress: '10.0.0.1',
    });
    assert.equal(context.ip, '192.0.2.7', 'x-real-ip, which the edge writes, goes before all other headers');
  });

  it('room: messages, seats and the hooks that the base room wraps', () => {
    const names = [
      '_onMessage',
      '_onJoin',
      '_onLeave',
      '_reserveSeat',
      'hasReservedSeat',
      'disconnect',
      'defineInput',
      'checkReconnectionToken',
    ];
    for (const name of names) assert.equal(typeof member(Room.prototype, name), 'function', `Room.${name}`);
    class Probe extends Room {
      override onLeave(): void {}
      override onUncaughtException(): void {}
    }
    assert.equal(
      Object.hasOwn(new Probe(), 'onLeave'),
      true,
      'hooks are own properties once onUncaughtException exists',
    );
  });

  it('seats: open ones are in tables, held ones are found by token, and a client that never acknowledged its join still has a queue', () => {
    assert.equal(typeof member(new Room(), '_reconnections'), 'object');
    assert.equal(typeof Room.prototype.allowReconnection, 'function');
    for (const name of ['_reservedSeats', '_reservedSeatTimeouts'])
      assert.equal(typeof member(new Room(), name), 'object', name);
    const client = new WebSocketClient('session', {} as ConstructorParameters<typeof WebSocketClient>[1]);
    assert.deepEqual(client._enqueuedMessages, []);
  });

  it('room clock: it takes its time from `now`', () => {
    const { clock } = new Room();
    Object.assign(clock, { now: () => 5000, currentTime: 4990 });
    clock.tick();
    assert.equal(clock.deltaTime, 10);
    clock.start();
    assert.equal(clock.currentTime, 5000);
  });

  it('matchmaking: the controller and the room table', () => {
    const { controller } = matchMaker;
    assert.ok(Array.isArray(controller.exposedMethods));
    assert.equal(typeof controller.getCorsHeaders, 'function');
    assert.equal(typeof controller.DEFAULT_CORS_HEADERS, 'object');
    assert.equal(matchMaker.getLocalRoomById('none'), undefined);
  });
});
