/** The player's settings: remembered in the browser, overridden by URL switches. */

export type Quality = 'high' | 'low';
export type Renderer = 'auto' | 'canvas';

export type Settings = {
  name: string;
  quality: Quality;
  renderer: Renderer;
  /** 0..1 */
  volume: number;
  reducedMotion: boolean;
};
