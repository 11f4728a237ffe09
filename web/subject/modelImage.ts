import { computed } from '@preact/signals';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { subject } from './subject.ts';

/** The image of the page as the model sees it, [c, h, w], pixels in [0, 1]; null until there is one. */
export const modelImage = computed((): Tensor<'float32'> | null => subject.value?.image ?? null);
