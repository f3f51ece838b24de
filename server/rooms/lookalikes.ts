/**
 * Names that look alike have one skeleton: players of one room are told apart by it. The letters are those that pass for a
 * Latin one in the game's fonts; NFKC has turned wide, round and mathematical ones into plain ones before.
 */

/** Pairs of what is read and what it stands for; in either case, where the shape of capitals differs. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  [
    // Cyrillic
    'аa АA вB ВB еe ЕE ёe ЁE ѕs ЅS іi ІI їi ЇI јj ЈJ кk КK мM МM нH НH оo ОO рp РP сc СC тT ТT уy УY ўy хx ХX һh ҺH ԁd ԛq ԝw зʒ З3 гr ьb',
    // Greek
    'αa ΑA βB ΒB εe ΕE ΖZ ηn ΗH ιi ΙI κk ΚK ΜM νv ΝN οo ΟO ρp ΡP σo τt ΤT υu ΥY χx ΧX γy',
    // Latin, and what is written for it
    'ıi ɪi ɑa ɡg ʙb ɴn ʀr ʏy ʟl øo ØO đd ĐD łl ŁL ħh ŧt ßb ǀl ƖI 0o 1l |l !l $s @a',
  ]
    .join(' ')
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);

/** Shapes that are read as one another once the case is gone. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/i/gu, 'l'],
  [/rn/gu, 'm'],
  [/vv/gu, 'w'],
];

/** @returns what two names have in common when a player could take one for the other */
export function skeletonOf(name: string): string {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '');
  const latin = [...bare].map((letter) => LOOKALIKES.get(letter) ?? letter).join('');
  return SHAPES.reduce((text, [shape, read]) => text.replace(shape, read), latin.toLowerCase());
}
