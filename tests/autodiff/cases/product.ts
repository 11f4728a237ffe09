import type { GradientCase } from './gradientCase.ts';

const matMulShapes = [
  [
    [2, 3],
    [3, 4],
  ],
  [
    [2, 2, 3],
    [3, 4],
  ],
  [
    [2, 2, 3],
    [2, 3, 2],
  ],
  [
    [2, 1, 2, 3],
    [3, 3, 2],
  ],
  [
    [2, 3],
    [2, 3, 2],
  ],
  [[3], [3, 2]],
  [[2, 3], [3]],
  [[2, 2, 3], [3]],
  [[3], [2, 3, 2]],
  [[3], [3]],
];

const transposes = [0, 1].flatMap((transA) => [0, 1].map((transB) => ({ transA, transB })));

const equations: readonly { equation: string; shapes: readonly (readonly number[])[] }[] = [
  {
    equation: 'ij,jk->ik',
    shapes: [
      [2, 3],
      [3, 4],
    ],
  },
  {
    equation: 'bhid,bhjd->bhij',
    shapes: [
      [2, 2, 3, 4],
      [2, 2, 2, 4],
    ],
  },
  {
    equation: 'bij,bjk',
    shapes: [
      [2, 2, 3],
      [2, 3, 2],
    ],
  },
  { equation: 'nchw,c->nc', shapes: [[2, 3, 2, 2], [3]] },
  {
    equation: '...ij,jk->...ik',
    shapes: [
      [2, 2, 2, 3],
      [3, 2],
    ],
  },
  {
    equation: 'b...d,b...d->b...',
    shapes: [
      [2, 3, 2, 4],
      [2, 1, 2, 4],
    ],
  },
  { equation: 'i,j->ij', shapes: [[2], [3]] },
  { equation: 'ij->ji', shapes: [[2, 3]] },
  { equation: 'ijk->j', shapes: [[2, 3, 2]] },
  { equation: 'ij,k->i', shapes: [[2, 3], [3]] },
  {
    equation: 'ab,bc,cd->ad',
    shapes: [
      [2, 3],
      [3, 2],
      [2, 4],
    ],
  },
];

export const productCases: readonly GradientCase[] = [
  ...matMulShapes.map(
    ([a, b]): GradientCase => ({
      rule: 'MatMul',
      title: `[${a}] × [${b}]`,
      inputs: [a, b],
      build: (g, x, y) => g.add('MatMul', [x, y]),
    }),
  ),
  ...transposes.map(
    ({ transA, transB }): GradientCase => ({
      rule: 'Gemm',
      title: `transA ${transA}, transB ${transB}, alpha and beta, a row of C`,
      inputs: [transA ? [3, 2] : [2, 3], transB ? [4, 3] : [3, 4], [4]],
      build: (g, a, b, c) => g.add('Gemm', [a, b, c], { transA, transB, alpha: 0.7, beta: 1.3 }),
    }),
  ),
  {
    rule: 'Gemm',
    title: 'without C',
    inputs: [
      [2, 3],
      [3, 4],
    ],
    build: (g, a, b) => g.add('Gemm', [a, b]),
  },
  {
    rule: 'Gemm',
    title: 'a column of C',
    inputs: [
      [2, 3],
      [3, 4],
      [2, 1],
    ],
    build: (g, a, b, c) => g.add('Gemm', [a, b, c]),
  },
  ...transposes.map(
    ({ transA, transB }): GradientCase => ({
      rule: 'com.microsoft:FusedMatMul',
      title: `transA ${transA}, transB ${transB}, alpha, stacks that broadcast`,
      inputs: [transA ? [2, 3, 2] : [2, 2, 3], transB ? [4, 3] : [3, 4]],
      build: (g, a, b) =>
        g.add('FusedMatMul', [a, b], { transA, transB, alpha: 0.7 }, { domain: 'com.microsoft' }),
    }),
  ),
  ...equations.map(
    ({ equation, shapes }): GradientCase => ({
      rule: 'Einsum',
      title: `${equation} of [${shapes.join('], [')}]`,
      inputs: shapes,
      build: (g, ...inputs) => g.add('Einsum', inputs, { equation }),
    }),
  ),
];
