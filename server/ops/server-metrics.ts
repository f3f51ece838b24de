/** What does not change while a server runs: what it is, and what it allows. Alerts compare other series with these. */
import { readFileSync } from 'node:fs';
import { Gauge, type Registry } from 'prom-client';
import { PROTOCOL_VERSION } from '../../shared/wire/protocol.ts';

const PACKAGE = new URL('../../package.json', import.meta.url);
type Package = { version: string; dependencies: Record<string, string> };

export function createServerMetrics(registry: Registry) {
  const registers = [registry];
  const { version, dependencies } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as Package;
  new Gauge({
    name: 'sparkfray_build_info',
    help: 'Always 1: the versions of this server, of the wire, of Colyseus and of Node',
    labelNames: ['version', 'protocol', 'colyseus', 'node'] as const,
    registers,
  }).set(
    {
      version,
      protocol: String(PROTOCOL_VERSION),
      colyseus: dependencies['@colyseus/core'] ?? '',
      node: process.versions.node,
    },
    1,
  );
  return {
    limits: new Gauge({
      name: 'sparkfray_limit',
      help: 'Limits as they are configured, by the variable that sets each (npm start -- --help)',
      labelNames: ['name'] as const,
      registers,
    }),
  };
}
