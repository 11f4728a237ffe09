import { shortened } from './shortened.ts';

/** A file of ONNX Runtime's own source and the line that refused. */
const PLACE = /(?:[A-Za-z]:)?[\\/][^\s'"]{0,500}\.(?:cc|cpp|cu|h|hpp|mm):\d+ /g;
const MOST_CHARACTERS = 2000;

/**
 * What ONNX Runtime threw, in one line and without what only its makers can use: files and functions of its source, the stack.
 */
export function engineError(thrown: unknown): Error {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  const said = shortened(text.split('\nStacktrace:')[0], MOST_CHARACTERS);
  const parts = said.split(PLACE).map((part, index) => (index === 0 ? part : withoutFunction(part)));
  return new Error(parts.join('').replace(/\s+/g, ' ').trim(), { cause: thrown });
}

/** A text behind the signature of the C++ function that it begins with: `void f(int, const T&) const [with T = float] …`. */
function withoutFunction(text: string): string {
  const line = text.indexOf('\n') < 0 ? text.length : text.indexOf('\n');
  let at = text.indexOf('(');
  if (at < 0 || at > line) return text;
  while (text[at] === '(' || text[at] === '[') {
    let depth = 0;
    do {
      if ('([{'.includes(text[at])) depth++;
      if (')]}'.includes(text[at])) depth--;
      at++;
    } while (depth > 0 && at < text.length);
    // What may stand between and behind the brackets of a signature.
    const [between] = /^(?:::<lambda|::operator| ?const\b| ?noexcept\b|>)*(?: (?=\[with ))?/.exec(
      text.slice(at),
    )!;
    at += between.length;
  }
  return text.slice(at).trimStart();
}
