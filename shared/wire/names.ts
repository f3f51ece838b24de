/** Names that players read: what is left of the text that a client sends. Nothing unseen, nothing that covers others. */

/** What cannot be seen, turns the text round, or only looks like a blank; and the mark that tells bots from people. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Me}\u2800\u2699]/gu;
/** Accents that stand on one letter in any living script; more of them cover the lines around. */
const MARKS_TOO_MANY = /(\p{M}{2})\p{M}+/gu;
/** Without a letter below it. */
const MARKS_ALONE = /(^|\s)\p{M}+/gu;

/** @returns the text in one spelling (NFKC), what is seen of it, single spaces, cut to its limit; '' if nothing is left */
export function visibleName(text: string, charsMax: number): string {
  const seen = text.normalize('NFKC').replace(UNSEEN, '').replace(/\s+/gu, ' ').normalize('NFKC');
  const light = seen.replace(MARKS_ALONE, '$1').replace(MARKS_TOO_MANY, '$1').trim();
  return [...light].slice(0, charsMax).join('').trim();
}
