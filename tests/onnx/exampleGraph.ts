import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { float32 } from '#passband/tensor/tensor.ts';

/** A network with every kind of attribute, three domains' worth of operators, and text. */
export function exampleGraph() {
  const g = new GraphBuilder('example');
  const x = g.input('images', 'float32', ['N', 3, 8, 8]);
  const weights = g.initializer('conv.weight', float32([16, 3, 3, 3]));
  const statistics = ['scale', 'bias', 'mean', 'variance'].map((name) =>
    g.initializer(name, float32([16], new Float32Array(16).fill(0.5))),
  );
  const conv = g.add('Conv', [x, weights], { pads: [1, 1, 1, 1], group: 1, auto_pad: 'NOTSET' });
  const normal = g.add('BatchNormalization', [conv, ...statistics], { epsilon: 1, momentum: 0 });
  const clipped = g.add('Clip', [normal, '', g.scalar(6)]);
  const pooled = g.add('GlobalAveragePool', [clipped]);
  const flat = g.add('Flatten', [pooled], { axis: 1 });
  const table = g.add('ConstantOfShape', [g.ints(16, 4)], { value: float32([1], [0.25]) });
  const logits = g.add('FusedMatMul', [flat, table], { alpha: 2 }, { domain: 'com.microsoft' });
  g.output(logits, 'logits');
  g.describe({ classes: '["cat","dög"]', note: 'a\nb' });
  return g.build();
}
