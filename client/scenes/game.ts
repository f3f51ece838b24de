/** The game on screen: starts Phaser for one session and ends it again. */
import * as Phaser from 'phaser';
import type { Settings } from '../settings.ts';
import { ArenaScene } from './arena-scene.ts';
import type { GameOptions } from './options.ts';
import { watchPresence } from './presence.ts';

export type GameHandle = {
  /** Applies changed settings (volume, reduced motion, quality) to the running game. */
  apply: (settings: Settings) => void;
  /** The connection is back: shows the present, without what happened meanwhile. */
  refresh: () => void;
  /** Ends rendering and sound, and takes the canvas away. */
  stop: () => void;
};

/** A cross with a gap and a dark outline: visible on everything, and as fast as the system's own pointer. */
const CROSSHAIR = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" fill="none" stroke-linecap="round">
<g stroke="#060912" stroke-width="4.5"><path d="M16 4v6M16 22v6M4 16h6M22 16h6"/><circle cx="16" cy="16" r="1"/></g>
<g stroke="#fff" stroke-width="2"><path d="M16 4v6M16 22v6M4 16h6M22 16h6"/><circle cx="16" cy="16" r=".6"/></g></svg>`;

export function startGame(options: GameOptions): GameHandle {
  const { parent } = options;
  const scene = new ArenaScene(options);
  const game = new Phaser.Game(configOf(options, scene));
  parent.style.cursor = `url('data:image/svg+xml,${encodeURIComponent(CROSSHAIR)}') 16 16, crosshair`;
  parent.style.touchAction = 'none';
  parent.style.userSelect = 'none';
  const resizes = new ResizeObserver(() => {
    if (scene.sys.isActive()) scene.fit();
  });
  resizes.observe(parent);
  // Phaser goes on asking for frames while hidden, which some browsers grant once a second: nothing may be sent or drawn.
  const stopWatching = watchPresence((present) => {
    if (!scene.sys.isActive()) return;
    if (present) {
      scene.wake();
      game.loop.wake(true);
    } else {
      game.loop.sleep();
      scene.sleep();
    }
  });
  return {
    apply: (changed) => scene.apply(changed),
    refresh: () => scene.refresh(),
    stop: () => {
      resizes.disconnect();
      stopWatching();
      scene.stop();
      parent.style.cursor = '';
      game.destroy(true);
    },
  };
}

function configOf({ parent, settings }: GameOptions, scene: Phaser.Scene): Phaser.Types.Core.GameConfig {
  const low = settings.quality === 'low';
  return {
    type: settings.renderer === 'canvas' ? Phaser.CANVAS : Phaser.AUTO,
    parent,
    scene,
    width: Math.max(1, parent.clientWidth),
    height: Math.max(1, parent.clientHeight),
    scale: { mode: Phaser.Scale.NONE, expandParent: false },
    backgroundColor: 0x141b33,
    banner: false,
    autoFocus: false,
    // Input and sound are our own: see client/input and client/audio.
    input: { keyboard: false, mouse: false, touch: false, gamepad: false },
    audio: { noAudio: true },
    render: {
      antialias: !low || settings.renderer !== 'canvas',
      antialiasGL: !low,
      maxTextures: 1, // see client/view/art.ts
      powerPreference: low ? 'default' : 'high-performance',
    },
  };
}
