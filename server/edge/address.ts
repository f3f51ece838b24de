/**
 * Who is on the other end. The socket's own address, unless that belongs to a trusted proxy: then the last address in
 * X-Forwarded-For (or in Forwarded, where the operator says that the proxies write that) that no trusted proxy has.
 * Anything else that a client writes into its headers counts for nothing.
 *
 * Addresses are read by Node's SocketAddress: ipaddr.js 1.9.1 cannot read 2001:db8:1:2::1.2.3.4, and proxy-addr takes no ports
 * and refuses networks of /0.
 */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, SocketAddress } from 'node:net';

/** What proxies write around an address: brackets of IPv6, a port. Groups: what was in brackets, IPv4 before a port. */
const DRESSED = /^(?:\[([^\]]*)\](?::\d{1,5})?|(\d+\.\d+\.\d+\.\d+):\d{1,5})$/u;
/** Hops that are looked at; a longer header was not written by a sane chain of proxies. */
const HOPS_MAX = 16;
/** Groups of an IPv6 address, and those of its /64. */
const GROUPS = 8;
const CLIENT_GROUPS = 4;
/** Groups of what one customer of a provider may have (/48), and the same of IPv4 in numbers (/24). */
const NETWORK_GROUPS = 3;
const NETWORK_NUMBERS = 3;
const V4_IN_V6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/u;

/** @returns the one spelling of an address (RFC 5952), IPv4 in IPv6 as IPv4; what is no address stays as it is */
export function plainAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const { address: plain } = new SocketAddress({ address, family: 'ipv6' });
  return V4_IN_V6.exec(plain)?.[1] ?? plain;
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function addLoopback(list: BlockList): BlockList {
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  list.addAddress('::1', 'ipv6');
  return list;
}

const loopback = addLoopback(new BlockList());

export const isLoopback = (address: string): boolean => isIP(address) > 0 && loopback.check(address, familyOf(address));

/** @param text addresses, networks (10.0.0.0/8) and the word loopback, separated by commas @throws Error naming a bad part */
export function parseProxies(text: string): BlockList {
  const list = new BlockList();
  for (const part of text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')) {
    if (part === 'loopback') {
      addLoopback(list);
      continue;
    }
    const [address = '', bits] = part.split('/');
    const bitsMax = isIP(address) === 6 ? 128 : 32;
    if (isIP(address) === 0 || (bits !== undefined && !/^\d{1,3}$/u.test(bits)) || Number(bits ?? 0) > bitsMax) {
      throw new Error(`expected addresses, networks like 10.0.0.0/8, or loopback, and not "${part}"`);
    }
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

/** @returns the first groups of an IPv6 address */
function groupsOf(plain: string, count: number): string {
  const halves = plain.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const [before = [], after = []] = halves;
  const zeros = Array.from({ length: GROUPS - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, count).join(':');
}

/** One client may have a whole /64 of IPv6: that counts as one. */
export function keyOf(address: string): string {
  const plain = plainAddress(address);
  return isIP(plain) === 6 ? `${groupsOf(plain, CLIENT_GROUPS)}::/64` : plain;
}

/** What one attacker with patience may have: a /48 of IPv6, a /24 of IPv4. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (isIP(plain) === 6) return `${groupsOf(plain, NETWORK_GROUPS)}::/48`;
  return `${plain.split('.').slice(0, NETWORK_NUMBERS).join('.')}.0/24`;
}

export const FORWARDED_HEADERS = ['x-forwarded-for', 'forwarded'] as const;
export type ForwardedHeader = (typeof FORWARDED_HEADERS)[number];

/** @returns the values of one parameter of Forwarded (RFC 7239, 4), one for each hop */
const fieldsOf = (forwarded: string, name: 'for' | 'proto'): string[] =>
  forwarded
    .split(',')
    .map((hop) => hop.split(';').find((pair) => pair.trim().toLowerCase().startsWith(`${name}=`)) ?? '')
    .map((pair) => pair.slice(pair.indexOf('=') + 1).trim());

/** @returns the address of one hop, in its plain form */
function hopOf(text: string): string {
  const hop = text.trim().replace(/^"(.*)"$/u, '$1');
  const [, bracketed, v4] = DRESSED.exec(hop) ?? [];
  return plainAddress(bracketed ?? v4 ?? hop);
}

export class Addresses {
  readonly #proxies: BlockList;
  readonly #header: ForwardedHeader;

  /** @param header which of the two the proxies write: the other may come from the client, and is not read */
  constructor(proxies: BlockList, header: ForwardedHeader = 'x-forwarded-for') {
    this.#proxies = proxies;
    this.#header = header;
  }

  isProxy(address: string): boolean {
    return isIP(address) > 0 && this.#proxies.check(address, familyOf(address));
  }

  socketAddress(request: IncomingMessage): string {
    return plainAddress(request.socket.remoteAddress ?? '');
  }

  /**
   * Finds the client's address and settles the headers: what a proxy may say is checked, the rest is removed. Routes
   * and rooms that read x-real-ip or x-forwarded-proto later read what was found here. Called once for a request.
   */
  settle(request: IncomingMessage): string {
    const { headers } = request;
    const address = this.#find(request);
    const isTrusted = this.isProxy(this.socketAddress(request));
    const scheme = isTrusted ? this.#scheme(request) : undefined;
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-client-ip', 'forwarded'])
      delete headers[name];
    if (scheme === 'https' || scheme === 'http') headers['x-forwarded-proto'] = scheme;
    headers['x-real-ip'] = address;
    return address;
  }

  #find(request: IncomingMessage): string {
    let address = this.socketAddress(request);
    const text = this.#textOf(request);
    const hops = this.#header === 'forwarded' ? fieldsOf(text, 'for') : text.split(',');
    for (const hop of hops.slice(-HOPS_MAX).reverse()) {
      const next = hopOf(hop);
      if (!this.isProxy(address) || isIP(next) === 0) return address;
      address = next;
    }
    return address;
  }

  #scheme(request: IncomingMessage): string | undefined {
    if (this.#header === 'forwarded') return fieldsOf(this.#textOf(request), 'proto').at(-1)?.toLowerCase();
    return String(request.headers['x-forwarded-proto'] ?? '');
  }

  #textOf({ headers }: IncomingMessage): string {
    const text = headers[this.#header];
    return typeof text === 'string' ? text : '';
  }
}
