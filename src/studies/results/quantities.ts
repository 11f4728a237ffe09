/** Which images an accuracy is of; `unseen` are those of `reserve` where a run has them, else the test images. */
const splits = ['train', 'test', 'reserve', 'unseen', 'running', 'held-out'] as const;
export type QuantitySplit = (typeof splits)[number];

/** A number that can be taken of a run, as a study names it. */
export type Quantity =
  | {
      readonly kind: 'accuracy';
      readonly split: QuantitySplit;
      readonly component: 'x' | 'lfc' | 'hfc' | 'adversarial';
      readonly radius: number | null;
    }
  /** Accuracy on training images as they are learned: of a model that learns from a component, on that, over the epoch's batches. */
  | { readonly kind: 'trained' }
  /** Accuracy on training images − accuracy on unseen ones. */
  | { readonly kind: 'gap' }
  /** The first epoch, between the measured ones where need be, with such an accuracy on the training images as they are learned. */
  | { readonly kind: 'epochsTo'; readonly accuracy: number }
  | { readonly kind: 'attack'; readonly method: 'fgsm' | 'pgd'; readonly epsilon: string }
  | { readonly kind: 'certificate'; readonly epsilon: string }
  /** Share of the first layer's power at high frequencies: lower is smoother. */
  | { readonly kind: 'smoothness' }
  /** Share of the images that HFC, or the trailing singular values, decide. */
  | { readonly kind: 'decided'; readonly by: 'hfc' | 'svd' };

const SIZE = String.raw`\d+(?:\.\d+)?(?:\/\d+(?:\.\d+)?)?`;
const NUMBER = String.raw`\d+(?:\.\d+)?`;
// Over an epoch's batches and on held-out images x alone is measured, on the reserve no attack.
const accuracyPatterns = [
  new RegExp(`^(${splits.join('|')})\\.(x)$`),
  /^(train|test|unseen)\.(adversarial)$/,
  new RegExp(`^(train|test|reserve|unseen)\\.(lfc|hfc)@(${NUMBER})$`),
];
const attackPattern = new RegExp(`^(fgsm|pgd)@(${SIZE})$`);
const certificatePattern = new RegExp(`^certificate@(${SIZE})$`);
const epochsPattern = new RegExp(`^epochs-to@(${NUMBER})$`);

/** Examples of every kind, for messages. */
export const quantityForms =
  'train.x, trained, test.lfc@8, unseen.hfc@8, test.adversarial, gap, epochs-to@0.9, fgsm@0.03, pgd@8/255, certificate@8/255, smoothness, decided-by-hfc or decided-by-svd';

/** @returns undefined where a text names no quantity */
export function parseQuantity(text: string): Quantity | undefined {
  if (text === 'gap' || text === 'smoothness' || text === 'trained') return { kind: text };
  if (text === 'decided-by-hfc' || text === 'decided-by-svd') {
    return { kind: 'decided', by: text === 'decided-by-hfc' ? 'hfc' : 'svd' };
  }
  const accuracy = accuracyPatterns.map((pattern) => pattern.exec(text)).find((found) => found !== null);
  if (accuracy) {
    const [, split, component, radius] = accuracy;
    return {
      kind: 'accuracy',
      split: split as QuantitySplit,
      component: component as 'x' | 'adversarial' | 'lfc' | 'hfc',
      radius: radius === undefined ? null : Number(radius),
    };
  }
  const attack = attackPattern.exec(text);
  if (attack && isSize(attack[2]))
    return { kind: 'attack', method: attack[1] as 'fgsm' | 'pgd', epsilon: attack[2] };
  const certificate = certificatePattern.exec(text);
  if (certificate && isSize(certificate[1])) return { kind: 'certificate', epsilon: certificate[1] };
  const epochs = epochsPattern.exec(text);
  // No run gets beyond 1, and all of them begin at 0.
  if (epochs && Number(epochs[1]) > 0 && Number(epochs[1]) <= 1)
    return { kind: 'epochsTo', accuracy: Number(epochs[1]) };
  return undefined;
}

/** Whether a size such as `8/255` is a number. */
function isSize(text: string): boolean {
  return Number(text.split('/')[1] ?? 1) > 0;
}

export function isQuantity(text: string): boolean {
  return parseQuantity(text) !== undefined;
}

/** @throws RangeError where a text names no quantity */
export function quantityOf(text: string): Quantity {
  const quantity = parseQuantity(text);
  if (!quantity) throw new RangeError(`quantityOf: must be one such as ${quantityForms}, got ${text}`);
  return quantity;
}

const splitWords: Readonly<Record<QuantitySplit, string>> = {
  train: 'training',
  test: 'test',
  reserve: 'unseen training images',
  unseen: 'unseen',
  running: 'running',
  'held-out': 'held out',
};

/** What a quantity is called in headings and legends. */
export function quantityTitle(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'accuracy': {
      const { split, component, radius } = quantity;
      if (component === 'x') return `${splitWords[split]} accuracy`;
      if (component === 'adversarial') return `${splitWords[split]}, attacked`;
      return `${splitWords[split]}, r = ${radius} ${component === 'lfc' ? 'low' : 'high'}`;
    }
    case 'trained':
      return 'training accuracy';
    case 'gap':
      return 'generalisation gap';
    case 'epochsTo':
      return `epochs to ${quantity.accuracy} on training images`;
    case 'attack':
      return `${quantity.method.toUpperCase()}, ε = ${quantity.epsilon}`;
    case 'certificate':
      return `certificate, ε = ${quantity.epsilon}`;
    case 'smoothness':
      return 'high-frequency share of the first layer';
    case 'decided':
      return quantity.by === 'hfc' ? 'decided by HFC' : 'decided by trailing singular values';
  }
}

/** Whether a quantity is a share of images, drawn from 0 to 100%. */
export function isShare(quantity: Quantity): boolean {
  return quantity.kind !== 'epochsTo' && quantity.kind !== 'smoothness' && quantity.kind !== 'gap';
}

/** How a quantity is written: a share as a percentage, all else as a number. */
export function unitOf({ kind }: Quantity): 'share' | 'number' {
  return kind === 'epochsTo' ? 'number' : 'share';
}
