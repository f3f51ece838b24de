/** A copy of the tree in which mutations are tried: the tree itself stays as it is, also when the trial is cut off. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT } from '../support/sources.ts';

const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'test-artifacts']);

const TYPES_MS_MAX = 120_000;

export type Outcome = 'passed' | 'failed' | 'hung';

export class Scratch {
  readonly root: string = mkdtempSync(join(tmpdir(), 'sparkfray-mutate-'));
  #running: ChildProcess | undefined;

  constructor() {
    cpSync(ROOT, this.root, { recursive: true, filter: (path) => !LEFT_OUT.has(relative(ROOT, path)) });
    // Links to the packages, in a folder of its own: what Vite keeps between packages stays in the copy.
    const packages = join(this.root, 'node_modules');
    mkdirSync(packages);
    for (const name of readdirSync(join(ROOT, 'node_modules')).filter((entry) => !entry.startsWith('.'))) {
      symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
    }
  }

  /** Does something while a file of the copy has another text. */
  async withText<T>(path: string, text: string, act: () => Promise<T>): Promise<T> {
    const file = join(this.root, path);
    const before = readFileSync(file);
    writeFileSync(file, text);
    try {
      return await act();
    } finally {
      writeFileSync(file, before);
    }
  }

  /** Whether the type checker takes the copy as it is. What only became unused is no reason to refuse it. */
  typesHold(): Promise<Outcome> {
    const keep = ['--incremental', '--tsBuildInfoFile', join(this.root, 'node_modules', '.tsbuildinfo')];
    const lenient = ['--noUnusedLocals', 'false', '--noUnusedParameters', 'false'];
    return this.#run(['typescript/bin/tsc', '--noEmit', ...keep, ...lenient], TYPES_MS_MAX);
  }

  /** Runs test files in one process up to the first failure. @returns also the file of that failure, where it is told */
  async runTests(paths: readonly string[], silenceMsMax: number): Promise<{ outcome: Outcome; suspect?: string }> {
    const mocha = ['mocha/bin/mocha.js', '--bail', '--reporter', 'json-stream', ...paths];
    let told = '';
    const outcome = await this.#run(mocha, silenceMsMax, (text) => {
      told += text;
    });
    const failure = told.split('\n').find((line) => line.startsWith('["fail",'));
    const file = failure === undefined ? undefined : (JSON.parse(failure) as [string, { file?: string }])[1].file;
    return file === undefined ? { outcome } : { outcome, suspect: relative(realpathSync(this.root), file) };
  }

  /** Ends what runs, with all the processes that it started, and removes the copy. */
  end(): void {
    this.#kill();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }

  /** @param silenceMsMax a program that says nothing for so long hangs */
  #run(
    [program = '', ...args]: readonly string[],
    silenceMsMax: number,
    onText?: (text: string) => void,
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const file = join(this.root, 'node_modules', program);
      // A group of its own: servers that a hung test has started end with it.
      const child = spawn(process.execPath, [file, ...args], {
        cwd: this.root,
        stdio: ['ignore', 'pipe', 'ignore'],
        detached: true,
      });
      this.#running = child;
      let isHung = false;
      const timer = setTimeout(() => {
        isHung = true;
        this.#kill();
      }, silenceMsMax);
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        timer.refresh();
        onText?.(text);
      });
      child.once('error', reject);
      child.once('close', (code) => {
        clearTimeout(timer);
        resolve(isHung ? 'hung' : code === 0 ? 'passed' : 'failed');
      });
      child.once('exit', () => this.#kill());
    });
  }

  #kill(): void {
    const pid = this.#running?.pid;
    this.#running = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The whole group has ended by itself.
    }
  }
}
