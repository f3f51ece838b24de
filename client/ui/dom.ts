/** Building and cheaply rewriting page elements. Nothing here knows the game. */

type Attributes = Readonly<Record<string, string | boolean>>;

/** @returns a new element; `true` sets an empty attribute, `false` none */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** @throws when the page lacks it: index.html and the scripts are built together */
export function byId<T extends Element = HTMLElement>(id: string): T {
  const element = document.querySelector<T>(`#${id}`);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/** @returns a setter that calls `write` only when one of the values is another: most frames change nothing on the page */
export function whenChanged<V extends readonly unknown[]>(write: (...values: V) => void): (...values: V) => void {
  let shown: V | undefined;
  return (...values) => {
    if (values.length === shown?.length && values.every((value, nth) => value === shown?.[nth])) return;
    shown = values;
    write(...values);
  };
}

/** @returns a setter of the element's text that touches the page only when the text is another one */
export const textOf = (element: Element): ((text: string) => void) =>
  whenChanged((text: string) => {
    element.textContent = text;
  });

export const hiddenOf = (element: HTMLElement): ((hidden: boolean) => void) =>
  whenChanged((hidden: boolean) => {
    element.hidden = hidden;
  });

/** Starts a CSS animation of that class again from its beginning. */
export function replay(element: HTMLElement, className: string): void {
  element.classList.remove(className);
  void element.offsetWidth; // the browser restarts an animation only after it has seen the class gone
  element.classList.add(className);
}

/**
 * Makes a button copy a link, and say so for a moment. Without a clipboard (plain http) the link is shown to copy by hand.
 * @param link asked at each press
 */
export function copyOnClick(button: HTMLElement, link: () => string): void {
  const label = button.textContent;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link());
    } catch {
      window.prompt('Copy this link:', link());
      return;
    }
    button.textContent = 'Copied ✓';
    setTimeout(() => {
      button.textContent = label;
    }, 1600);
  };
  button.addEventListener('click', () => void copy());
}
