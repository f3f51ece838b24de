/** What one client has been sent of the picture: which structures it knows, and up to which tick. */

import type { Area } from './interest.ts';
import type { Structure } from './structure.ts';

export class Viewer {
  /** Undefined while it has no full state. */
  tick: number | undefined;
  known: Structure[] = [];
  /** Kept to be filled with what it is to know next. */
  spare: Structure[] = [];
  /** What its player sees: around its own pilot, and while that is dead, around who killed it. */
  readonly areas: Area[] = [];
  /** Known to it whatever its player sees; its own part of the state to nobody else. */
  readonly own: Structure[];

  constructor(own: Structure[]) {
    this.own = own;
  }
}
