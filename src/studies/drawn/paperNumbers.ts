// Numbers of the paper (Wang et al., CVPR 2020) that tables stand beside.

/** Accuracy on x of models that were trained on one component, by radius. */
export interface PaperTable1 {
  readonly name: string;
  readonly radii: readonly number[];
  readonly lfc: readonly { readonly train: number; readonly test: number }[];
  readonly hfc: readonly { readonly train: number; readonly test: number }[];
  /** Images behind each test accuracy. */
  readonly n: number | null;
}

/** Table 1: CIFAR-10, ResNet-18. */
export const table1: PaperTable1 = {
  name: 'Table 1',
  radii: [4, 8, 12, 16],
  lfc: [
    { train: 0.9668, test: 0.6167 },
    { train: 0.9786, test: 0.7154 },
    { train: 0.9786, test: 0.7516 },
    { train: 0.9839, test: 0.7714 },
  ],
  hfc: [
    { train: 0.9885, test: 0.2002 },
    { train: 0.9768, test: 0.092 },
    { train: 0.9797, test: 0.0997 },
    { train: 0.9384, test: 0.1281 },
  ],
  n: 10_000,
};

/** Table 3: nine classes of ImageNet, ResNet-50; radii in bins of 224 pixels. */
export const table3: PaperTable1 = {
  name: 'Table 3',
  radii: [25, 50, 100, 150],
  lfc: [
    { train: 0.9315, test: 0.5477 },
    { train: 0.9681, test: 0.6477 },
    { train: 0.9759, test: 0.83 },
    { train: 0.9717, test: 0.8415 },
  ],
  hfc: [
    { train: 0.873, test: 0.1908 },
    { train: 0.7655, test: 0.1515 },
    { train: 0.6476, test: 0.1531 },
    { train: 0.2416, test: 0.1123 },
  ],
  n: null,
};

/** A row of Tables 2 and 4: clean, FGSM at .03, .06, .09, PGD at the same. */
export interface PaperSmoothingRow {
  readonly model: 'natural' | 'adversarial';
  readonly rho: number;
  readonly values: readonly number[];
}

export interface PaperTable2 {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly PaperSmoothingRow[];
  /** Images behind each number: every entry is a multiple of .001. */
  readonly n: number;
}

const columns = ['clean', 'fgsm@0.03', 'fgsm@0.06', 'fgsm@0.09', 'pgd@0.03', 'pgd@0.06', 'pgd@0.09'] as const;
const rhos = [0, 0.1, 0.25, 0.5, 1] as const;

function rowsOf(
  natural: readonly (readonly number[])[],
  adversarial: readonly (readonly number[])[],
): PaperSmoothingRow[] {
  return [
    ...natural.map((values, place) => ({ model: 'natural', rho: rhos[place], values }) as const),
    ...adversarial.map((values, place) => ({ model: 'adversarial', rho: rhos[place], values }) as const),
  ];
}

/** Table 2: CIFAR-10. */
export const table2: PaperTable2 = {
  name: 'Table 2',
  columns,
  rows: rowsOf(
    [
      [0.856, 0.107, 0.069, 0.044, 0.003, 0.002, 0.002],
      [0.815, 0.149, 0.105, 0.073, 0.009, 0.002, 0.001],
      [0.743, 0.16, 0.11, 0.079, 0.021, 0.005, 0.005],
      [0.674, 0.17, 0.11, 0.083, 0.031, 0.016, 0.014],
      [0.631, 0.171, 0.14, 0.127, 0.086, 0.078, 0.078],
    ],
    [
      // biome-ignore lint/suspicious/noApproximativeNumericConstant: an accuracy of the paper
      [0.707, 0.435, 0.232, 0.137, 0.403, 0.138, 0.038],
      [0.691, 0.412, 0.192, 0.109, 0.379, 0.13, 0.047],
      [0.667, 0.385, 0.176, 0.097, 0.352, 0.116, 0.04],
      [0.653, 0.365, 0.18, 0.106, 0.334, 0.121, 0.062],
      [0.638, 0.356, 0.223, 0.186, 0.337, 0.175, 0.131],
    ],
  ),
  n: 1000,
};

/** Table 4: nine classes of ImageNet. */
export const table4: PaperTable2 = {
  name: 'Table 4',
  columns,
  rows: rowsOf(
    [
      [0.821, 0.004, 0.002, 0.002, 0.01, 0.011, 0.013],
      [0.813, 0.009, 0.005, 0.003, 0.015, 0.01, 0.007],
      [0.786, 0.016, 0.01, 0.008, 0.02, 0.016, 0.012],
      [0.767, 0.119, 0.119, 0.118, 0.127, 0.127, 0.125],
      [0.76, 0.37, 0.368, 0.368, 0.382, 0.382, 0.378],
    ],
    [
      [0.684, 0.122, 0.033, 0.012, 0.034, 0.038, 0.029],
      [0.651, 0.134, 0.05, 0.03, 0.043, 0.037, 0.033],
      [0.613, 0.15, 0.08, 0.07, 0.032, 0.031, 0.019],
      [0.603, 0.189, 0.126, 0.114, 0.06, 0.047, 0.036],
      [0.59, 0.241, 0.184, 0.164, 0.086, 0.084, 0.081],
    ],
  ),
  n: 1000,
};
