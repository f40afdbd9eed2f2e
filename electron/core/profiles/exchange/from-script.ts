/**
 * nodemailer's options as they stand in a program: an object literal, or what is given to createTransport. It is parsed by a parser
 * of JavaScript and never run: a value that has to be computed is left out, with a word.
 */
import { parseExpressionAt, type Expression, type Property, type SpreadElement } from 'acorn';
import { fromNodemailer } from './from-nodemailer.ts';
import { fromUrl } from './from-url.ts';
import { importFailed, type ImportResult } from './imported.ts';
import { placeIn } from './json-error.ts';
import { limits } from '../limits.ts';

const call = /\bcreateTransport\s*\(\s*/;

export const isScript = (text: string): boolean =>
  call.test(text) ||
  /^(?:\/\/|\/\*|import\b|export\b|const\b|let\b|var\b|module\.exports\b|exports\.)/.test(text.trim());

/** What could not be read without running it, by its path. */
type Computed = string[];

export function fromScript(text: string): ImportResult {
  const start = optionsAt(text);
  if (start === -1) return importFailed('no-target');
  let expression: Expression;
  try {
    expression = parseExpressionAt(text, start, { ecmaVersion: 'latest', sourceType: 'module' });
  } catch (error) {
    const at = error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number' ? error.pos : start;
    return { ok: false, problem: { error: 'syntax', ...placeIn(text, at) } };
  }
  const computed: Computed = [];
  const value = valueOf(expression, '', computed);
  if (typeof value === 'string') return fromUrl(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return importFailed('no-target');
  return fromNodemailer(value, computed);
}

/** Where the options begin: after createTransport's bracket, or where the variable that stands there is set, or the first object. */
function optionsAt(text: string): number {
  const found = call.exec(text);
  if (found === null) return text.indexOf('{');
  const at = found.index + found[0].length;
  const name = /^[A-Za-z_$][\w$]*(?=\s*[,)])/.exec(text.slice(at, at + 200))?.[0];
  if (name === undefined) return at;
  let places = 0;
  for (
    let from = text.indexOf(name);
    from !== -1 && places < limits.exchange.places;
    from = text.indexOf(name, from + 1)
  ) {
    places += 1;
    const set = /^\s*(?::[^=]{0,80})?=\s*(?=[{'"`])/.exec(text.slice(from + name.length, from + name.length + 200));
    if (set !== null) return from + name.length + set[0].length;
  }
  return at;
}

/** undefined: it would have to be run. */
function valueOf(node: Expression | SpreadElement, path: string, computed: Computed): unknown {
  switch (node.type) {
    case 'Literal':
      return node.regex === undefined && typeof node.value !== 'bigint' ? node.value : left(path, computed);
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? '') : left(path, computed);
    case 'ParenthesizedExpression':
      return valueOf(node.expression, path, computed);
    case 'UnaryExpression': {
      const value = node.operator === '!' ? valueOf(node.argument, path, computed) : undefined;
      return typeof value === 'boolean' || typeof value === 'number' ? !value : left(path, computed);
    }
    case 'ArrayExpression':
      return node.elements.map((each, at) => (each === null ? null : valueOf(each, `${path}[${at}]`, computed)));
    case 'ObjectExpression': {
      const entries = node.properties.flatMap((property) => entryOf(property, path, computed));
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
    default:
      return left(path, computed);
  }
}

function entryOf(property: Property | SpreadElement, path: string, computed: Computed): [string, unknown][] {
  if (property.type === 'SpreadElement' || property.computed) return [['', left(path, computed)]];
  const { key } = property;
  const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
  const whole = path === '' ? name : `${path}.${name}`;
  return [[name, property.kind === 'init' ? valueOf(property.value, whole, computed) : left(whole, computed)]];
}

function left(path: string, computed: Computed): undefined {
  computed.push(path === '' ? '...' : path);
  return undefined;
}
