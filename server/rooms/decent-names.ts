/**
 * Abuse in names is replaced, not refused: a refusal would say which spelling to try next. Lists of words in twelve
 * languages are a library's; here is what is looked at: whole words (Scunthorpe is a town), as they are written and as they
 * are read: letters of other scripts, digits for letters, accents, single letters, words written as one.
 */
import { Profanity } from '@2toad/profanity';
import unhomoglyph from 'unhomoglyph';

const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'pt', 'ru', 'zh'];
/** On the lists, but names of people, or no abuse. */
const NO_ABUSE = ['fanny', 'gay', 'gaylord', 'homo', 'mona', 'wang', 'willy'];

const DIGITS: ReadonlyMap<string, string> = new Map(Object.entries({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' }));
const SIGNS: ReadonlyMap<string, string> = new Map(Object.entries({ '@': 'a', $: 's', '!': 'i' }));

/** What is read where a letter of another script, or one with an accent, stands for a Latin one. */
const asLatin = (text: string): string =>
  text
    .replace(/[^\p{ASCII}]+/gu, unhomoglyph)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');

const asLetters = (text: string): string =>
  [...text].map((letter) => DIGITS.get(letter) ?? SIGNS.get(letter) ?? letter).join('');

/** Words that capitals or digits tell apart: BadWord99. */
const apart = (text: string): string => text.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ').replace(/\d+/gu, ' ');

/** Letters one by one: b.a.d; a letter drawn out: baaad. */
const joined = (text: string): string =>
  /^\p{L}(?:[^\p{L}\d]+\p{L})+$/u.test(text) ? text.replace(/\P{L}+/gu, '') : text;
const short = (text: string): string => text.replace(/(.)\1{2,}/gu, '$1');

const readingsOf = (name: string): Set<string> => {
  const spellings = [name, asLatin(name)];
  const words = spellings.flatMap((text) => [text, asLetters(text), apart(text)]);
  return new Set(words.flatMap((text) => [text, joined(text), short(text)]).map((text) => text.toLowerCase()));
};

/** @returns a judge of names; making one takes 50 ms, asking it about a usual name half a millisecond */
export function createAbuseJudge(): (name: string) => boolean {
  const profanity = new Profanity({ languages: LANGUAGES, wholeWord: true, unicodeWordBoundaries: true });
  profanity.removeWords(NO_ABUSE);
  return (name) => [...readingsOf(name)].some((reading) => profanity.exists(reading));
}
