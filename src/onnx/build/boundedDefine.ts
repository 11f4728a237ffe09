import type { Node } from '../graph/graph.ts';
import type { Draft } from './draft.ts';

/** Numbers that may be made of a file's weights, such as floats of whole numbers: so many for each, and some besides. */
const MOST_FOR_EACH = 4;
const MOST_BESIDES = 2 ** 20;

/**
 * `define` of a draft, where what nodes make of the file's tensors is bounded: thousands of them may share one.
 *
 * @throws Error that names the value for which there is no room
 */
export function boundedDefine(draft: Draft, nodes: readonly Node[]): Draft['define'] {
  const given = givenLists(draft, nodes);
  let left = MOST_BESIDES;
  for (const { length } of given) left += MOST_FOR_EACH * length;
  return (value, tensor) => {
    if (!given.has(tensor.data)) left -= tensor.data.length;
    if (left < 0)
      throw new Error(`'${value}': the nodes make more numbers of the file's weights than are read`);
    draft.define(value, tensor);
  };
}

/** The numbers that the file itself has, each list once. */
function givenLists({ constantOf }: Draft, nodes: readonly Node[]): ReadonlySet<ArrayLike<unknown>> {
  const given = new Set<ArrayLike<unknown>>();
  for (const { inputs, attributes } of nodes) {
    for (const input of inputs) {
      const tensor = constantOf(input);
      if (tensor) given.add(tensor.data);
    }
    for (const value of Object.values(attributes)) {
      if (typeof value === 'object') given.add('data' in value ? value.data : value);
    }
  }
  return given;
}
