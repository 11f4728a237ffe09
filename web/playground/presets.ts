import type { View } from '../state/fields.ts';

/** Experiments to start from. */
export const presets: readonly {
  readonly name: string;
  /** What to watch for. */
  readonly question: string;
  readonly view: Pick<View, 'shapes' | 'grating'>;
}[] = [
  {
    name: 'Both equally reliable',
    question:
      'Shapes and gratings say the same equally often. Which does it pick up first, which does it keep?',
    view: { shapes: 90, grating: 90 },
  },
  {
    name: 'A perfect shortcut',
    question: 'The grating is always right, the shape often wrong. Will it look at shapes at all?',
    view: { shapes: 70, grating: 100 },
  },
  {
    name: 'Only the grating tells',
    question: 'Shapes are random. Can it learn from what you hardly see?',
    view: { shapes: 10, grating: 95 },
  },
  {
    name: 'The grating means nothing',
    question: 'Gratings are random. The high frequencies must stay at chance.',
    view: { shapes: 90, grating: 10 },
  },
  {
    name: 'Nothing to learn',
    question:
      'Both are random. The loss still falls: it learns images by heart, and stays at chance on new ones.',
    view: { shapes: 10, grating: 10 },
  },
];
