/** The verdict on an opening handshake, on requests that are handed in. */
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { readConfig } from '../../../server/config.ts';
import { Addresses, parseProxies } from '../../../server/edge/address.ts';
import { Admission } from '../../../server/edge/admission.ts';
import { judgeUpgrade } from '../../../server/edge/upgrade.ts';

describe('A handshake while the server ends', () => {
  it('is answered with 503 draining, before anything is opened for it', () => {
    const { limits } = readConfig({});
    const admission = new Admission(limits, new Addresses(parseProxies('')));
    const request = {
      method: 'GET',
      url: '/p/r?sessionId=s',
      httpVersion: '1.1',
      rawHeaders: ['Host', 'a.example'],
      headers: {
        host: 'a.example',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': `${'a'.repeat(22)}==`,
      },
    } as unknown as IncomingMessage;
    const judge = () => judgeUpgrade(request, '192.0.2.1', { admission, origins: 'any', hasRoom: () => true });
    assert.ok('seat' in judge());
    admission.isDraining = true;
    const verdict = judge();
    assert.deepEqual('refused' in verdict && [verdict.refused.status, verdict.refused.code], [503, 'draining']);
  });
});
