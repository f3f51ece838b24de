/** Single facts read out of the code's text: fields of types, values of constants, codes of answers. */
import { type Node, type Source, sourceOf, walk } from './sources.ts';

/**
 * Names of the members of a type literal, optional ones with a question mark.
 * @param member the members of this member instead
 * @throws when there is no such type
 */
export function fieldsOfType(source: Source, type: string, member?: string): string[] {
  let literal: Node | undefined;
  walk(source.tree, (node) => {
    if (node.type === 'TSTypeAliasDeclaration' && (node.id as Node).name === type)
      literal = node.typeAnnotation as Node;
  });
  if (literal === undefined) throw new Error(`${source.path} has no type ${type}`);
  const members = literal.members as Node[];
  const nameOf = (node: Node): string => String((node.key as Node).name);
  const inner = members.find((node) => nameOf(node) === member);
  const listed =
    inner === undefined ? members : (((inner.typeAnnotation as Node).typeAnnotation as Node).members as Node[]);
  return listed.map((node) => `${nameOf(node)}${node.optional === true ? '?' : ''}`);
}

/** @param name A, or A.b for a property @returns the number that stands there, if it is a plain one */
export function valueAt(text: string, name: string): number | undefined {
  const [constant, property] = name.split('.');
  let value: number | undefined;
  walk(sourceOf('a.ts', text).tree, (node) => {
    if (node.type !== 'VariableDeclarator' || (node.id as Node).name !== constant) return;
    let init = node.init as Node;
    if (init.type === 'TSAsExpression') init = init.expression as Node;
    const held =
      property === undefined
        ? init
        : ((init.properties as Node[]).find((one) => (one.key as Node).name === property)?.value as Node | undefined);
    if (typeof held?.value === 'number') value = held.value;
  });
  return value;
}

const isStatus = (node: Node | undefined): boolean =>
  typeof node?.value === 'number' && node.value >= 400 && node.value < 600;
const isCode = (node: Node | undefined): boolean =>
  typeof node?.value === 'string' && /^[a-z]+(_[a-z]+)*$/.test(node.value);

/** Error answers that the code spells out with status and code: as arguments, or as fields of an object. */
export function answeredCodes(source: Source): string[] {
  const found: string[] = [];
  walk(source.tree, (node) => {
    let parts: (Node | undefined)[] = [];
    if (node.type === 'CallExpression' || node.type === 'NewExpression') parts = node.arguments as Node[];
    if (node.type === 'ObjectExpression') {
      const held = (...names: string[]): Node | undefined =>
        (node.properties as Node[]).find((one) => names.includes(String((one.key as Node | undefined)?.name)))?.value as
          | Node
          | undefined;
      parts = [held('status'), held('reason', 'code')];
    }
    const [status, code] = parts;
    if (isStatus(status) && isCode(code)) found.push(`${status?.value} ${code?.value}`);
  });
  return found;
}

/** Whole numbers in a text, in order. */
export const numbersIn = (text: string): number[] => [...text.matchAll(/\b\d+\b/g)].map(([digits]) => Number(digits));
