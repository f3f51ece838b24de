/** Abuse in names, in several languages and disguises; and the many names that only look like it to a program. */
import assert from 'node:assert/strict';
import { createAbuseJudge } from '../../../server/rooms/decent-names.ts';

describe('The judge of names', () => {
  const isAbuse = createAbuseJudge();
  const judged = (names: string): string[] => names.split(/\s*,\s*/u).filter((name) => isAbuse(name));
  const all = (names: string): string[] => names.split(/\s*,\s*/u);

  it('[H12] knows abuse in several languages', () => {
    const names = 'fuck you, Arschloch, hijo de puta, connard, cazzo, caralho, сука, Хуй, wichser, Slut';
    assert.deepEqual(judged(names), all(names));
  });

  it('[H12] reads it as players do: other scripts, digits, accents, capitals, dots, drawn-out letters', () => {
    const names =
      'fuсk, ƒuck you, fυck, FUCK, fück, sh1t, $hit, b!tch, fuck_you, FuckYou, fuck123, f.u.c.k, f u c k, fuuuuck';
    assert.deepEqual(judged(names), all(names));
  });

  it('[H12] leaves alone words that contain one, names of people and of places', () => {
    const names = `Scunthorpe, Penistone, Essex, Middlesex, Cockburn, Hancock, Dickens, Cassandra, Assassin, Classic, Passat,
      Titan, Hitchcock, Matsushita, Nigeria, Montenegro, Arsenal, Shiitake, Mustafa, Wang, Willy, Fanny, Mona, Gaylord,
      Kuntz, Koch, Fuchs, Kant, Analyst, Canal, Concha, Conrad, Hello, Cumbria, Bastian, Pussycat, Homer, Negroni, Cuba,
      Sexton, Jürgen, Søren, Zoë, Chloé, André, Ольга, Иван, Дмитрий, 田中太郎, 김민수, محمد, Ember, Pilot, Ada 2, R2D2, 4lex, xX_Ace_Xx`;
    assert.deepEqual(judged(names), []);
  });
});
