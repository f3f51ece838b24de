/** The sheet that all art is painted on: every part has room on it, at every fineness. */
import assert from 'node:assert/strict';
import type * as Phaser from 'phaser';
import { TestEngine } from '../../support/engine.ts';
import { usePage } from '../../support/page.ts';

const SIZES_U = [29, 30.5, 7, 600, 601, 602, 603, 13];

describe('the sheet of the art', () => {
  const page = usePage(() => '<div id="stage"></div>');

  for (const pxPerU of [1, 1.3, 2]) {
    it(`has whole parts, side by side, at ${pxPerU} px per u`, async () => {
      const engine = await TestEngine.open(page, 0, async () => {
        const { Scene } = await import('phaser');
        return new Scene('blank') as Phaser.Scene;
      });
      const { Art } = await import('../../../client/view/art.ts');
      const art = new Art(engine.scene, pxPerU);
      for (const size of SIZES_U) art.paint(`${size}`, size, size / 2, () => {});
      art.finish();
      const sheet = engine.scene.textures.get('sheet');
      const parts = SIZES_U.map((size) => ({ size, frame: sheet.get(`${size}`) }));
      for (const { size, frame } of parts) {
        assert.ok(frame.width >= size * pxPerU && frame.height >= (size / 2) * pxPerU, `${size} u are cut off`);
        assert.ok(frame.width < size * pxPerU + 1 && frame.height < (size / 2) * pxPerU + 1, `${size} u have too much`);
        const { source } = sheet;
        const [{ width, height }] = source as [Phaser.Textures.TextureSource];
        assert.ok(
          frame.cutX + frame.width <= width && frame.cutY + frame.height <= height,
          `${size} u leave the sheet`,
        );
      }
    });
  }
});
