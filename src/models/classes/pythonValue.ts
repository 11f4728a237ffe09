/** A mark such as a comma, or a text or whole number, whose mark is empty. */
interface Token {
  readonly mark: string;
  readonly scalar: string | number;
}

// No character can be read in two ways, so that nothing is gone back to and a text is read once.
const TOKEN = /\s*(?:([[\](){}:,])|'([^'\\]*(?:\\.[^'\\]*)*)'|"([^"\\]*(?:\\.[^"\\]*)*)"|(\d+))/sy;

const LIST = ['', ','];
const DICT = ['', ':', '', ','];

/**
 * A list, a tuple or a dict of texts and whole numbers, as Python prints it. Time is linear in the text.
 *
 * @param text without spaces at its ends
 * @returns an array or an object; undefined where the text is none of these
 */
export function pythonValue(text: string): unknown {
  const tokens = tokensOf(text);
  const [first, last] = [tokens[0]?.mark, tokens.at(-1)?.mark];
  const isDict = first === '{' && last === '}';
  const isList = (first === '[' || first === '(') && (last === ']' || last === ')');
  if (!isDict && !isList) return undefined;
  const hasComma = tokens.at(-2)?.mark === ',';
  const inner = tokens.slice(1, hasComma ? -2 : -1);
  const marks = isDict ? DICT : LIST;
  // The comma behind the last is not written.
  const isWhole = inner.length % marks.length === marks.length - 1;
  if (!isWhole || !inner.every(({ mark }, place) => mark === marks[place % marks.length])) return undefined;
  const scalars = inner.flatMap(({ mark, scalar }) => (mark === '' ? scalar : []));
  if (isList) return scalars;
  const pairs = scalars.flatMap((key, place) =>
    place % 2 === 0 ? [[key, scalars[place + 1]] as const] : [],
  );
  return Object.fromEntries(pairs);
}

/** None where a part of the text is no token. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found) return [];
    const [, mark = '', single, double, digits] = found;
    const quoted = single ?? double;
    const scalar = quoted === undefined ? Number(digits ?? 0) : quoted.replaceAll(/\\(.)/gs, '$1');
    tokens.push({ mark, scalar });
  }
  return tokens;
}
