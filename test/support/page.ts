/**
 * A page in memory, for the client's code that listens to one or writes to one: real elements and real events, but no
 * layout, no canvas and no frames. What needs those is tested in a browser.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Window } from 'happy-dom';

/** What the client names without `window.` in front; timers, fetch and the clock stay Node's own. */
const GLOBALS = `window document location history navigator screen matchMedia localStorage sessionStorage XMLHttpRequest
  Element HTMLElement HTMLCanvasElement HTMLVideoElement HTMLImageElement Image AudioContext
  Event KeyboardEvent MouseEvent PointerEvent`.split(/\s+/);

/** The page as the client has it: elements and events are the browser's to the type checker. */
export type TestPage = { readonly window: typeof globalThis.window; readonly document: Document };

/** The body of client/index.html. */
export function clientBody(): string {
  const html = readFileSync(join(import.meta.dirname, '..', '..', 'client', 'index.html'), 'utf8');
  const [, body] = /<body[^>]*>([\s\S]*)<\/body>/.exec(html) ?? [];
  if (body === undefined) throw new Error('client/index.html has no body');
  return body;
}

/** Has the page's clock stand at that time, until the page is closed. */
export const setClock = (nowMs: number): void =>
  void Object.defineProperty(performance, 'now', { value: () => nowMs, configurable: true });

/**
 * Opens a page before each test of the block and closes it afterwards, with all of its globals. An error that the
 * page does not catch fails the test.
 * @param bodyOf what is on it
 */
export function usePage(bodyOf: () => string = () => '', url = 'http://localhost/'): TestPage {
  let opened: Window | undefined;
  let problems: unknown[] = [];
  const replaced = new Map<string, PropertyDescriptor | undefined>();
  beforeEach(() => {
    opened = new Window({ url });
    for (const name of GLOBALS) {
      replaced.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
      const value: unknown = name === 'window' ? opened : opened[name as keyof Window];
      const own = typeof value === 'function' && name === 'matchMedia' ? value.bind(opened) : value;
      Object.defineProperty(globalThis, name, { value: own, configurable: true, writable: true });
    }
    opened.document.body.innerHTML = bodyOf();
    problems = [];
    opened.addEventListener('error', (event) => problems.push((event as unknown as ErrorEvent).error));
  });
  afterEach(async () => {
    for (const [name, before] of replaced) {
      if (before === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, before);
    }
    Reflect.deleteProperty(performance, 'now'); // see setClock
    await opened?.happyDOM.close();
    opened = undefined;
    if (problems.length > 0) throw problems[0];
  });
  const page = (): Window => {
    if (opened === undefined) throw new Error('the page is open only during the tests of its block');
    return opened;
  };
  return {
    get window() {
      return page() as unknown as typeof globalThis.window;
    },
    get document() {
      return page().document as unknown as Document;
    },
  };
}
