/**
 * Settings as a tree of types. The place of a setting in its tree is its name in the environment (connects.perSecond is
 * CONNECTS_PER_SECOND), its type has the standard value and the help: each setting is written once.
 */
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

export type SettingTree = { readonly [key: string]: z.ZodType | SettingTree };

/** What a tree of settings is read into. */
export type SettingsOf<T> = {
  -readonly [K in keyof T]: T[K] extends z.ZodType ? z.infer<T[K]> : SettingsOf<T[K]>;
};

export const whole = (min: number, max: number, standard: number) =>
  z.coerce.number().int().min(min).max(max).default(standard);

/** E.g. ROOMS_MAX for roomsMax. */
const variableOf = (path: readonly string[]): string => path.join('_').replace(/[A-Z]/gu, '_$&').toUpperCase();

/**
 * Reads each setting from its variable; one that is set to nothing counts as not set (`PORT=` in a file of settings).
 * @throws Error with one line that names the variable and what was expected
 */
export function readSettings<T extends SettingTree>(
  tree: T,
  environment: NodeJS.ProcessEnv,
  path: readonly string[] = [],
): SettingsOf<T> {
  const entries = Object.entries(tree).map(([key, node]) => {
    const at = [...path, key];
    if (!(node instanceof z.ZodType)) return [key, readSettings(node, environment, at)];
    const variable = variableOf(at);
    const text = environment[variable];
    const parsed = node.safeParse(text === '' ? undefined : text);
    if (!parsed.success) throw new Error(`${variable}: ${parsed.error.issues[0]?.message}`);
    return [key, parsed.data];
  });
  return Object.fromEntries(entries) as SettingsOf<T>;
}

/** @returns the settings that are numbers, each by its variable */
export const numbersOf = (tree: SettingTree, values: object, path: readonly string[] = []): [string, number][] =>
  Object.entries(tree).flatMap(([key, node]): [string, number][] => {
    const value = (values as Record<string, unknown>)[key];
    if (!(node instanceof z.ZodType)) return numbersOf(node, value as object, [...path, key]);
    return typeof value === 'number' ? [[variableOf([...path, key]), value]] : [];
  });

/** @returns a line for each setting: name, meaning and standard value */
export const helpOf = (tree: SettingTree, path: readonly string[] = []): string[] =>
  Object.entries(tree).flatMap(([key, node]) => {
    const at = [...path, key];
    if (!(node instanceof z.ZodType)) return helpOf(node, at);
    const standard = node.safeParse(undefined).data;
    const isShown = typeof standard === 'number' || (typeof standard === 'string' && standard !== '');
    return [`  ${variableOf(at).padEnd(25)} ${node.description}${isShown ? ` (${standard})` : ''}`];
  });

const variablesOf = (tree: SettingTree, path: readonly string[] = []): string[] =>
  Object.entries(tree).flatMap(([key, node]) =>
    node instanceof z.ZodType ? [variableOf([...path, key])] : variablesOf(node, [...path, key]),
  );

/** Shorter names are too near to names that other programs have (PORT and SORT, HOST and HOSTS). */
const MISSPELT_CHARS_MIN = 7;
/** Longer names may be two slips away (TRUSTED_PROXY). */
const TWO_SLIPS_CHARS_MIN = 10;

const sortedWords = (name: string): string => name.split('_').sort().join('_');

/** @throws Error naming a variable that is none of these settings, and is nearly one: it would be set in vain */
export function checkSpelling(trees: readonly SettingTree[], environment: NodeJS.ProcessEnv): void {
  const known = trees.flatMap((tree) => variablesOf(tree));
  for (const name of Object.keys(environment)) {
    if (name.length < MISSPELT_CHARS_MIN || known.includes(name)) continue;
    const slips = name.length < TWO_SLIPS_CHARS_MIN ? 1 : 2;
    const meant = known.find(
      (variable) =>
        variable.length >= MISSPELT_CHARS_MIN &&
        (distance(variable, name) <= slips || distance(sortedWords(variable), sortedWords(name)) <= 1),
    );
    if (meant !== undefined) throw new Error(`${name} is no setting. Did you mean ${meant}? All are listed by --help.`);
  }
}
