/** What lies over a fight, on the page as it is delivered: the pause panel, the settings with the latency lab. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { LabStore } from '../../../client/lab.ts';
import { SettingsStore } from '../../../client/settings.ts';
import { PauseDialog, SettingsDialog } from '../../../client/ui/dialogs.ts';
import { clientBody, usePage } from '../../support/page.ts';

describe('panels', () => {
  const page = usePage(clientBody, 'https://play.test/');
  const element = <E extends HTMLElement = HTMLElement>(id: string): E => page.document.querySelector(`#${id}`) as E;
  const text = (id: string): string => element(id).textContent?.trim() ?? '';
  const paused = (): string | undefined => page.document.body.dataset.paused;

  describe('pause panel', () => {
    let pause: PauseDialog;
    let asks: string[];
    beforeEach(() => {
      asks = [];
      pause = new PauseDialog(
        () => asks.push('settings'),
        () => asks.push('leave'),
      );
    });

    it('says which room it is, and has the devices let go while it is open', () => {
      pause.open('https://play.test/?join=r1', undefined);
      assert.deepEqual(
        [text('pause-title'), text('pause-link'), paused()],
        ['Sparkfray', 'play.test/?join=r1', 'true'],
      );
      element('resume').click();
      assert.deepEqual([element<HTMLDialogElement>('pause').open, paused()], [false, 'false']);
      pause.open('https://play.test/#KRTPAM', 'KRTPAM');
      assert.equal(text('pause-title'), 'Room KRTPAM');
      pause.open('https://play.test/#OTHER', 'OTHER');
      assert.equal(text('pause-title'), 'Room KRTPAM', 'it is open already');
      pause.close();
      assert.equal(paused(), 'false');
    });

    it('leads to the settings and out of the fight', () => {
      element('pause-settings').click();
      element('leave').click();
      assert.deepEqual(asks, ['settings', 'leave']);
    });

    it('copies the link, says so for a moment, or shows it to copy by hand', async () => {
      mock.timers.enable({ apis: ['setTimeout'] });
      const copied: string[] = [];
      const clipboard = { writeText: async (words: string) => void copied.push(words) };
      Object.defineProperty(page.window.navigator, 'clipboard', { value: clipboard, configurable: true });
      const click = async (): Promise<string> => {
        element('pause-copy').click();
        await new Promise((resolve) => setImmediate(resolve));
        return text('pause-copy');
      };
      pause.open('https://play.test/#KRTPAM', 'KRTPAM');
      const label = text('pause-copy');
      assert.equal(await click(), 'Copied ✓');
      assert.equal(await click(), 'Copied ✓');
      assert.deepEqual(copied, Array(2).fill('https://play.test/#KRTPAM'));
      mock.timers.tick(1599);
      assert.equal(text('pause-copy'), 'Copied ✓');
      mock.timers.tick(1);
      assert.equal(text('pause-copy'), label);
      clipboard.writeText = () => Promise.reject(new Error('no clipboard'));
      const prompts: (string | undefined)[] = [];
      Object.assign(page.window, { prompt: (_words: string, link?: string) => prompts.push(link) });
      assert.equal(await click(), label);
      assert.deepEqual(prompts, ['https://play.test/#KRTPAM']);
      mock.timers.reset();
    });

    it('keeps keys and presses to itself, but lets releases through', () => {
      const heard: string[] = [];
      for (const type of ['keydown', 'keyup', 'pointerdown', 'pointerup', 'wheel', 'contextmenu', 'touchstart']) {
        page.document.body.addEventListener(type, () => heard.push(type));
        element('pause').dispatchEvent(new Event(type, { bubbles: true }));
      }
      assert.deepEqual(heard, ['keyup', 'pointerup']);
    });

    it('closes by a click beside it that also began there', () => {
      const dialog = element<HTMLDialogElement>('pause');
      dialog.getBoundingClientRect = () => ({ left: 100, right: 300, top: 50, bottom: 250 }) as DOMRect;
      const isOpenAfter = (
        down: [number, number] | undefined,
        up: [number, number],
        target: HTMLElement = dialog,
      ): boolean => {
        pause.open('', undefined);
        const at = ([clientX, clientY]: [number, number]) => ({ clientX, clientY, bubbles: true });
        if (down !== undefined) target.dispatchEvent(new MouseEvent('pointerdown', at(down)));
        target.dispatchEvent(new MouseEvent('click', at(up)));
        const { open } = dialog;
        dialog.close();
        return open;
      };
      assert.equal(isOpenAfter(undefined, [99, 100]), true, 'the page did not see it begin');
      for (const beside of [
        [99, 100],
        [301, 100],
        [200, 49],
        [200, 251],
      ] as [number, number][]) {
        assert.equal(isOpenAfter(beside, beside), false, `${beside}`);
        assert.equal(isOpenAfter([200, 100], beside), true, 'a slider that was dragged out');
        assert.equal(isOpenAfter(beside, [200, 100]), true);
        assert.equal(isOpenAfter(beside, beside, element('pause-link')), true);
      }
      for (const within of [
        [100, 50],
        [300, 250],
      ] as [number, number][])
        assert.equal(isOpenAfter(within, within), true);
    });
  });

  describe('settings', () => {
    let settings: SettingsStore;
    let lab: LabStore;
    let dialog: SettingsDialog;
    const input = (id: string): HTMLInputElement => element<HTMLInputElement>(id);
    const quality = (value: string): HTMLInputElement =>
      page.document.querySelector(`input[name="quality"][value="${value}"]`) as HTMLInputElement;
    const slide = (id: string, value: number): void => {
      input(id).value = String(value);
      input(id).dispatchEvent(new Event('input'));
    };
    const check = (box: HTMLInputElement, checked: boolean): void => {
      box.checked = checked;
      box.dispatchEvent(new Event('change'));
    };
    const open = (search = ''): void => {
      settings = new SettingsStore(undefined, '', false);
      lab = new LabStore(search);
      dialog = new SettingsDialog(settings, lab);
      dialog.open();
    };

    it('open with what holds, and change it at once', () => {
      open();
      assert.deepEqual([input('volume').value, text('volume-shown'), paused()], ['70', '70 %', 'true']);
      assert.deepEqual(
        [quality('high').checked, quality('low').checked, input('reduced-motion').checked],
        [true, false, false],
      );
      slide('volume', 0);
      assert.deepEqual([settings.current.volume, text('volume-shown')], [0, 'off']);
      slide('volume', 35);
      assert.deepEqual([settings.current.volume, text('volume-shown')], [0.35, '35 %']);
      check(quality('low'), true);
      check(input('reduced-motion'), true);
      assert.deepEqual([settings.current.quality, settings.current.reducedMotion], ['low', true]);
      check(quality('high'), true);
      assert.equal(settings.current.quality, 'high');
      dialog.close();
      assert.equal(paused(), 'false');
      input('reduced-motion').checked = false;
      element('open-settings').click();
      assert.equal(element<HTMLDialogElement>('settings').open, true);
      assert.equal(input('reduced-motion').checked, true);
    });

    it('have the latency lab, folded while it is idle', () => {
      open();
      assert.equal(element<HTMLDetailsElement>('lab').open, false);
      assert.deepEqual(
        ['lab-lag', 'lab-jitter', 'lab-loss', 'lab-stalls'].map((id) => [input(id).max, text(`${id}-shown`)]),
        [
          ['400', 'none'],
          ['100', 'none'],
          ['10', 'none'],
          ['20', 'none'],
        ],
      );
      dialog.close();
      open('?lag=100&jitter=20&loss=2&stalls=2&off=prediction');
      assert.equal(element<HTMLDetailsElement>('lab').open, true);
      assert.deepEqual(
        ['lab-lag', 'lab-jitter', 'lab-loss', 'lab-stalls'].map((id) => text(`${id}-shown`)),
        ['+100 ms', '± 20 ms', '2 %', '2 per minute'],
      );
      assert.equal(input('lab-prediction').checked, false);
      assert.equal(input('lab-interpolation').checked, true);
    });

    it('take hold of the lab while its sliders move, and lead back to normal', () => {
      open();
      slide('lab-lag', 200);
      slide('lab-jitter', 10);
      slide('lab-loss', 5);
      slide('lab-stalls', 1);
      for (const id of ['lab-prediction', 'lab-interpolation', 'lab-compensation']) check(input(id), false);
      for (const id of ['lab-ghosts', 'lab-graph']) check(input(id), true);
      assert.deepEqual(lab.current, {
        lagMs: 200,
        jitterMs: 10,
        lossPercent: 5,
        stallsPerMinute: 1,
        prediction: false,
        interpolation: false,
        lagCompensation: false,
        ghosts: true,
        graph: true,
      });
      element('lab-reset').click();
      assert.deepEqual([lab.isNormal, text('lab-lag-shown'), input('lab-prediction').checked], [true, 'none', true]);
    });
  });
});
