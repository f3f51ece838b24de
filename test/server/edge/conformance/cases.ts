/** All cases by theme. */
import type { Case } from './case.ts';
import { closingCases } from './closing.ts';
import { deliveryCases } from './delivery.ts';
import { fragmentCases } from './fragments.ts';
import { framingCases } from './framing.ts';
import { headerCases } from './headers.ts';
import { startLineCases } from './start-line.ts';
import { utf8Cases } from './utf8.ts';

export type Theme = { name: string; cases: readonly Case[] };

export const themes: readonly Theme[] = [
  { name: 'opening handshake, first line', cases: startLineCases },
  { name: 'opening handshake, headers', cases: headerCases },
  { name: 'frames', cases: framingCases },
  { name: 'fragments and control frames', cases: fragmentCases },
  { name: 'UTF-8', cases: utf8Cases },
  { name: 'closing', cases: closingCases },
  { name: 'delivery and old clients', cases: deliveryCases },
];
