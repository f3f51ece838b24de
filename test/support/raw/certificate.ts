/**
 * A self-signed certificate for 127.0.0.1, made by hand: Node can sign but not write certificates, and a key in the
 * repository would be taken for a real one. X.509 in DER: every value is a tag, a length and its content.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TAG = {
  integer: 0x02,
  bits: 0x03,
  null: 0x05,
  id: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(TAG.sequence, ...parts);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** ecdsa-with-SHA256 and commonName. */
const ECDSA_SHA256 = sequence(der(TAG.id, hex('2a8648ce3d040302')));
const COMMON_NAME = der(TAG.id, hex('550403'));

const nameOf = (text: string): Buffer =>
  sequence(der(TAG.set, sequence(COMMON_NAME, der(TAG.text, Buffer.from(text)))));

/** YYMMDDHHMMSSZ */
const timeOf = (ms: number): Buffer => {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return der(TAG.time, Buffer.from(`${digits}Z`));
};

const DAY_MS = 86_400_000;

/** @returns certificate and key as PEM */
export function selfSigned(commonName: string): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const serial = createHash('sha256').update(spki).digest().subarray(0, 8);
  serial[0] = ((serial[0] as number) & 0x7f) | 1;
  const name = nameOf(commonName);
  const body = sequence(
    der(TAG.integer, serial),
    ECDSA_SHA256,
    name,
    sequence(timeOf(Date.now() - DAY_MS), timeOf(Date.now() + DAY_MS)),
    name,
    spki,
  );
  const signature = der(TAG.bits, Buffer.from([0]), sign('sha256', body, privateKey));
  const lines = sequence(body, ECDSA_SHA256, signature)
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n');
  const cert = `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

export type CertificateFiles = { environment: Record<string, string>; remove: () => void };

/** Writes a fresh pair into a folder of its own. @returns the settings that name the files */
export function certificateFiles(): CertificateFiles {
  const folder = mkdtempSync(join(tmpdir(), 'sparkfray-tls-'));
  const { cert, key } = selfSigned('127.0.0.1');
  const environment = { TLS_CERT: join(folder, 'cert.pem'), TLS_KEY: join(folder, 'key.pem') };
  writeFileSync(environment.TLS_CERT, cert);
  writeFileSync(environment.TLS_KEY, key, { mode: 0o600 });
  return { environment, remove: () => rmSync(folder, { recursive: true }) };
}
