/** Which names the user may have meant by one that does not exist. */

const SUGGESTED_MAX = 3;

/** @returns the nearest first; none when nothing is near */
export function nearest(wrong: string, names: Iterable<string>): string[] {
  const written = wrong.toLowerCase();
  const near: { name: string; distance: number }[] = [];
  const distanceMax = Math.max(1, Math.floor(wrong.length / 3));
  for (const name of names) {
    const isPart = name.startsWith(`${written}.`) || written.startsWith(`${name}.`);
    const distance = isPart ? 0 : editDistance(written, name);
    if (distance <= distanceMax) near.push({ name, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTED_MAX)
    .map(({ name }) => name);
}

/** Letters to insert, to remove or to replace (Levenshtein). */
export function editDistance(from: string, to: string): number {
  const letters = [...to];
  let row = Array.from({ length: letters.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of letters.entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
