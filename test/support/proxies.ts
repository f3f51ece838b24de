/** Debian's proxies, each started with exactly the configuration that docs/proxy.md prints for it. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readText } from './sources.ts';

export type ProxyKind = {
  name: 'nginx' | 'HAProxy' | 'Caddy';
  program: 'nginx' | 'haproxy' | 'caddy';
  /** Word behind the fence of its configuration. */
  fence: string;
  /** What the document says, and what is put in its place; each must be there. */
  replaced: (at: Place) => readonly (readonly [string, string])[];
  /** The documented part as a whole configuration. */
  whole: (text: string, at: Place) => string;
  run: (config: string, at: Place) => readonly string[];
  /** Has it read its configuration again, where that keeps running matches. */
  reload?: NodeJS.Signals;
};

/** Where a proxy runs in a test: a folder of its own, and ports of 127.0.0.1. */
export type Place = { folder: string; game: number; plain: number; tls: number; admin: number };

const ENDPOINT = '127.0.0.1:2567';
/** In place of the documented minute. */
const IDLE_SECONDS = 2;

export const NGINX: ProxyKind = {
  name: 'nginx',
  program: 'nginx',
  fence: 'nginx',
  replaced: ({ folder, game, plain, tls }) => [
    [`server ${ENDPOINT};`, `server 127.0.0.1:${game};`],
    ['listen 80;', `listen 127.0.0.1:${plain};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${tls} ssl;`],
    ['/etc/letsencrypt/live/play.example.org/fullchain.pem', join(folder, 'cert.pem')],
    ['/etc/letsencrypt/live/play.example.org/privkey.pem', join(folder, 'key.pem')],
    ['/var/log/nginx/sparkfray.log', join(folder, 'access.log')],
    ['proxy_read_timeout 60s;', `proxy_read_timeout ${IDLE_SECONDS}s;`],
  ],
  whole: (text, { folder }) => {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${join(folder, name)};`,
    );
    return `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};
      ${process.getuid?.() === 0 ? 'user root;' : ''} events {} http { ${paths.join(' ')}\n${text} }`;
  },
  run: (config, { folder }) => ['-p', folder, '-e', join(folder, 'error.log'), '-c', config],
  reload: 'SIGHUP',
};

export const HAPROXY: ProxyKind = {
  name: 'HAProxy',
  program: 'haproxy',
  fence: 'haproxy',
  replaced: ({ folder, game, plain, tls }) => [
    [`server game ${ENDPOINT}`, `server game 127.0.0.1:${game}`],
    ['bind :80', `bind 127.0.0.1:${plain}`],
    ['bind :443', `bind 127.0.0.1:${tls}`],
    ['/etc/haproxy/play.example.org.pem', join(folder, 'both.pem')],
    ['timeout client 60s', `timeout client ${IDLE_SECONDS}s`],
    ['timeout server 60s', `timeout server ${IDLE_SECONDS}s`],
    ['timeout tunnel 60s', `timeout tunnel ${IDLE_SECONDS}s`],
  ],
  // As Debian's, which logs to the machine's own log.
  whole: (text) => `global
    log stdout format raw local0
defaults
    log global
    mode http
    option httplog
    option dontlognull
    timeout connect 5000
    timeout client 50000
    timeout server 50000
${text}`,
  run: (config) => ['-W', '-f', config],
  reload: 'SIGUSR2',
};

export const CADDY: ProxyKind = {
  name: 'Caddy',
  program: 'caddy',
  fence: 'caddy',
  replaced: ({ folder, game, plain, tls, admin }) => [
    // No certificate can be had here: Caddy gets one by itself for a name that leads to it.
    ['{\n', `{\n    admin 127.0.0.1:${admin}\n    http_port ${plain}\n    https_port ${tls}\n`],
    ['play.example.org {\n', `:${tls} {\n    tls ${join(folder, 'cert.pem')} ${join(folder, 'key.pem')}\n`],
    [`reverse_proxy ${ENDPOINT}`, `reverse_proxy 127.0.0.1:${game}`],
  ],
  whole: (text) => text,
  run: (config) => ['run', '--adapter', 'caddyfile', '--config', config],
};

export const PROXIES: readonly ProxyKind[] = [NGINX, HAPROXY, CADDY];

export const hasProgram = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args).error === undefined;

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** The text that docs/proxy.md prints for it. */
export function documentedConfig({ name, fence }: Pick<ProxyKind, 'name' | 'fence'>): string {
  const text = new RegExp(`\`\`\`${fence}\\n([\\s\\S]*?)\`\`\``, 'u').exec(readText('docs/proxy.md'))?.[1];
  assert.ok(text !== undefined, `docs/proxy.md has a configuration of ${name}`);
  return text;
}

function moved(text: string, replaced: readonly (readonly [string, string])[]): string {
  return replaced.reduce((all, [from, to]) => {
    assert.ok(all.includes(from), `docs/proxy.md: ${from}`);
    return all.replace(from, to);
  }, text);
}

/** One proxy in front of one game server, with a certificate for 127.0.0.1 and play.example.org. */
export class StartedProxy {
  readonly kind: ProxyKind;
  readonly at: Place;
  readonly #config: string;
  #process: ChildProcess | undefined;
  /** All that it has written: what it logs may go there. */
  #said = '';

  private constructor(kind: ProxyKind, at: Place) {
    this.kind = kind;
    this.at = at;
    this.#config = join(at.folder, 'proxy.conf');
  }

  /** @param game port of the game server @param change made to the documented text, for variants that the document tells */
  static async beside(kind: ProxyKind, game: number, change = (text: string): string => text): Promise<StartedProxy> {
    const folder = mkdtempSync(join(tmpdir(), `sparkfray-${kind.program}-`));
    const at = { folder, game, plain: await freePort(), tls: await freePort(), admin: await freePort() };
    const proxy = new StartedProxy(kind, at);
    makeCertificate(folder);
    writeFileSync(proxy.#config, kind.whole(moved(change(documentedConfig(kind)), kind.replaced(at)), at));
    return proxy;
  }

  get certificate(): string {
    return readFileSync(join(this.at.folder, 'cert.pem'), 'utf8');
  }

  start(): void {
    // Caddy keeps files below these.
    const homes = { HOME: this.at.folder, XDG_DATA_HOME: this.at.folder, XDG_CONFIG_HOME: this.at.folder };
    this.#process = spawn(this.kind.program, this.kind.run(this.#config, this.at), {
      env: { ...process.env, ...homes },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk) => {
        this.#said += chunk;
      });
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Everything that it has logged so far. */
  get log(): string {
    const files = ['access.log', 'error.log'].map((name) => join(this.at.folder, name));
    return [this.#said, ...files.map(textOf)].join('\n');
  }

  async stop(): Promise<void> {
    const { at } = this;
    const ending = this.#process;
    if (ending !== undefined && ending.exitCode === null) {
      ending.kill('SIGTERM');
      await new Promise((resolve) => ending.once('exit', resolve));
    }
    rmSync(at.folder, { recursive: true, force: true });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function makeCertificate(folder: string): void {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=proxy', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:play.example.org'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, '-out', cert, '-keyout', key], { stdio: 'ignore' });
  writeFileSync(join(folder, 'both.pem'), readFileSync(cert, 'utf8') + readFileSync(key, 'utf8'));
}
