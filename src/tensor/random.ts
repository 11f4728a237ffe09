/**
 * A seeded stream of random numbers. One seed forks named streams (`random.fork('order')`), so that what one
 * part of a run draws never shifts what another part draws. The state is four 32-bit words and JSON-safe.
 */
export interface Random {
  /** A float in [0, 1) with 32 random bits. */
  uniform(): number;
  /** An integer in [0, bound). */
  integer(bound: number): number;
  /** A standard normal number (Box–Muller, two uniforms a draw, so that the state alone resumes the stream). */
  normal(): number;
  /** An independent stream that depends on this stream's origin and on `name` only, not on what was drawn. */
  fork(name: string): Random;
  /** What `resumeRandom` needs to go on from here. */
  state(): RandomState;
}

export interface RandomState {
  readonly origin: string;
  readonly words: readonly [number, number, number, number];
}

/** The stream of a seed: the same seed gives the same numbers on every machine. */
export function seededRandom(seed: number | string): Random {
  const origin = String(seed);
  return resumeRandom({ origin, words: hashWords(origin) });
}

/** Goes on from a saved state. The generator is xoshiro128** (Blackman and Vigna, 2018). */
export function resumeRandom({ origin, words }: RandomState): Random {
  let [a, b, c, d] = words;
  function next(): number {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    integer: (bound) => Math.floor(uniform() * bound),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    fork: (name) => seededRandom(`${origin}/${name}`),
    state: () => ({ origin, words: [a, b, c, d] }),
  };
}

/** A permutation of 0 … length − 1 (Fisher–Yates). */
export function permutation(length: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

// FNV-1a over the characters, then four rounds of the splitmix finaliser: any text gives four well-mixed words.
function hashWords(text: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  function word(): number {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  }
  return [word(), word(), word(), word()];
}
