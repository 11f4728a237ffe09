import type { Table } from '../../onnx/build/tables.ts';
import type { Value } from '../../onnx/graph/graph.ts';
import { constantInts } from '../../onnx/infer/rule.ts';
import { mapAxis, pad } from './operators.ts';
import { callOf, type GradientRule, unsupported } from './rule.ts';

/**
 * Takes off what was padded; what the edge or its mirror image repeated is added where it came from, by a product with
 * a constant matrix, which took 8 ms where scattering by index took 55 ([100, 16, 32, 32]).
 */
export const padGradient: GradientRule<'Pad'> = (context) => {
  const {
    g,
    node,
    inputs: [x],
    dy: [dy],
    needs,
  } = context;
  const pads = constantInts(callOf(context), 1)!;
  const shape = g.shape(x);
  const { mode = 'constant' } = node.attributes;
  if (needs[2]) throw unsupported(node, 'the padded constant');
  if (mode === 'constant') {
    const taken = pads.map((size) => -size);
    return [pad(g, dy, taken.slice(0, shape.length), taken.slice(shape.length))];
  }
  if (mode !== 'edge' && mode !== 'reflect') throw unsupported(node, `mode '${mode}'`);
  let gradient: Value = dy;
  shape.forEach((size, axis) => {
    const [before, after] = [pads[axis], pads[axis + shape.length]];
    if (before === 0 && after === 0) return;
    // Pixels that negative pads take away are not there for the edge or its mirror image either.
    const first = Math.max(0, -before);
    const last = size - 1 - Math.max(0, -after);
    const padded = before + size + after;
    const matrix: Table = {
      key: `${mode} of ${size} by ${before} and ${after}`,
      shape: [padded, size],
      fill(data) {
        for (let index = 0; index < padded; index++) {
          const place = index - before;
          const inside = Math.min(Math.max(place, first), last);
          data[index * size + (mode === 'edge' ? inside : 2 * inside - place)] = 1;
        }
      },
    };
    gradient = mapAxis(g, gradient, axis, matrix, { transposed: true });
  });
  return [gradient];
};
