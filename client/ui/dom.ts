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

/** @returns a setter that calls `write` only when the value is another one: most frames change nothing on the page */
export function whenChanged<V>(write: (value: V) => void): (value: V) => void {
  let shown: V | undefined;
  let first = true;
  return (value) => {
    if (!first && value === shown) return;
    first = false;
    shown = value;
    write(value);
  };
}

/** @returns a setter of the element's text that touches the page only when the text is another one */
export const textOf = (element: Element): ((text: string) => void) =>
  whenChanged<string>((text) => {
    element.textContent = text;
  });

export const hiddenOf = (element: HTMLElement): ((hidden: boolean) => void) =>
  whenChanged<boolean>((hidden) => {
    element.hidden = hidden;
  });

/** Starts a CSS animation of that class again from its beginning. */
export function replay(element: HTMLElement, className: string): void {
  element.classList.remove(className);
  void element.offsetWidth; // the browser restarts an animation only after it has seen the class gone
  element.classList.add(className);
}

/** Copies text and says so on the button for a moment. Without a clipboard (plain http) the text is shown to copy by hand. */
export async function copyFrom(button: HTMLElement, text: string): Promise<void> {
  const label = button.dataset.label ?? button.textContent ?? '';
  button.dataset.label = label;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied ✓';
  } catch {
    window.prompt('Copy this link:', text);
    return;
  }
  setTimeout(() => {
    button.textContent = label;
  }, 1600);
}
