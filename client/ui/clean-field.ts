/**
 * Keeps a text field to what it may hold, without disturbing who writes: an input method finishes its composition first,
 * and the caret stays where it is in the text.
 */
export function keepClean(
  field: HTMLInputElement,
  clean: (text: string) => string,
  onClean: (text: string) => void = () => {},
): void {
  const rewrite = (): void => {
    const { value, selectionStart } = field;
    const cleaned = clean(value);
    if (cleaned !== value) {
      const caret = Math.min(cleaned.length, clean(value.slice(0, selectionStart ?? value.length)).length);
      field.value = cleaned;
      field.setSelectionRange(caret, caret);
    }
    onClean(cleaned);
  };
  field.addEventListener('input', (event) => {
    if (!(event as InputEvent).isComposing) rewrite();
  });
  field.addEventListener('compositionend', rewrite);
}
