/** The unit of systemd: as systemd reads it, and started as systemd would. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { readConfig } from '../../server/config.ts';
import { inherited, isCi } from '../support/flags.ts';
import { freePort, hasProgram } from '../support/proxies.ts';
import { ask } from '../support/raw/request.ts';
import { until } from '../support/server.ts';
import { ROOT, readText } from '../support/sources.ts';
import { stopSeconds } from '../support/stop-seconds.ts';

const UNIT = 'deploy/sparkfray.service';
/** Where docs/operating.md puts it. */
const INSTALLED = '/opt/sparkfray';
/** Of 10, in tenths: `systemd-analyze security` calls up to 2 OK. */
const EXPOSURE_MAX = 20;

/** @returns the settings of all sections; of several lines with one name, the last */
const settingsOf = (unit: string): Record<string, string> =>
  Object.fromEntries([...unit.matchAll(/^(\w+)=(.*)$/gmu)].map(([, name, value]) => [name, value]));

/** The file of settings as docs/operating.md has it made. */
function documentedSettings(folder: string): string {
  const { EnvironmentFile = '' } = settingsOf(readText(UNIT));
  const command = /^cat > (\S+) <<END\n[\s\S]*?\nEND$/mu.exec(readText('docs/operating.md'));
  assert.equal(command?.[1], EnvironmentFile, 'docs/operating.md makes the file that the unit reads');
  const file = join(folder, 'settings');
  execFileSync('sh', ['-ec', (command?.[0] ?? '').replace(EnvironmentFile, file)]);
  return execFileSync('cat', [file]).toString();
}

describe('The unit of systemd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sparkfray-unit-'));
  const unit = readText(UNIT);
  const settings = settingsOf(unit);
  after(() => rmSync(folder, { recursive: true }));

  if (hasProgram('systemd-analyze', '--version')) {
    it('is one that systemd takes, without a warning', () => {
      const file = join(folder, 'sparkfray.service');
      writeFileSync(file, unit.replaceAll(INSTALLED, ROOT.replace(/\/$/u, '')));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
      const ours = stderr.split('\n').filter((line) => line.includes('sparkfray'));
      assert.deepEqual([status, ours], [0, []]);
    });

    it('exposes little of the machine', () => {
      const options = ['security', '--offline=yes', `--threshold=${EXPOSURE_MAX}`, UNIT];
      const { status, stdout } = spawnSync('systemd-analyze', options, { cwd: ROOT, encoding: 'utf8' });
      assert.equal(status, 0, stdout.split('\n').at(-2));
    });
  } else if (isCi) throw new Error('CI has Debian packages: systemd must not be missing there');
  else console.warn('test/deploy/unit.test.ts needs systemd-analyze: apt-get install systemd');

  it('gives the server the time that it needs for its end', () => {
    assert.ok(Number(settings.TimeoutStopSec) > stopSeconds());
  });

  it('starts the server with the documented settings, and stops it with code 0; a wrong setting does not come back', async () => {
    const environment = parseEnv(documentedSettings(folder)) as Record<string, string>;
    assert.equal(readConfig(environment).identityKey.length, 1);
    const [program = '', ...args] = (settings.ExecStart ?? '').replaceAll(INSTALLED, ROOT).split(' ');
    const cwd = (settings.WorkingDirectory ?? '').replace(INSTALLED, ROOT);
    const start = (changes: Record<string, string>) => {
      const child = spawn(program, args, { cwd, env: { PATH: inherited.PATH, ...environment, ...changes } });
      return { child, ended: new Promise<number | null>((resolve) => child.once('close', resolve)) };
    };
    assert.equal(await start({ PORT: 'none' }).ended, Number(settings.RestartPreventExitStatus));
    const port = String(await freePort());
    const { child, ended } = start({ PORT: port });
    let isUp = false;
    child.stdout.on('data', (chunk) => {
      isUp ||= String(chunk).includes('Sparkfray is up');
    });
    await until(() => isUp || child.exitCode !== null, 'the server', 90_000);
    assert.equal((await ask(`http://127.0.0.1:${port}/readyz`)).status, 200);
    child.kill(settings.KillSignal as NodeJS.Signals);
    assert.equal(await ended, 0);
  }).timeout(120_000);
});
