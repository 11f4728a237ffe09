import type { ClassOrder } from '../../networks/classifier/classifierGraph.ts';
import type { Convention, ImageLayout } from '../../networks/classifier/convention.ts';
import type { SettledOutput } from '../../networks/classifier/findLogits.ts';
import type { Pool } from '../../runtime/pool.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LikelyConventions } from './likelyConventions.ts';

/** Images of shape [n, c, h, w], pixels in [0, 1], with their true classes. */
export interface TriedImages {
  readonly images: Tensor<'float32'>;
  readonly labels: Int32Array;
}

/** What `normalisationDoctor` is told of a model, and where it runs. */
export interface DoctorOptions {
  readonly pool: Pool;
  /** Channels in a block of the CPU provider's layout (`runtime/blockSize.ts`). */
  readonly block: number;
  /** Channels that the model takes. */
  readonly channels: number;
  readonly classes: number;
  /** The layouts that the model's input allows, the likelier one first. */
  readonly layouts: readonly ImageLayout[];
  /** The model's output, where there are several. */
  readonly output?: string | undefined;
  /** What the output is, where its end does not show it. */
  readonly settled?: SettledOutput | undefined;
  /** The order of the classes, by default the model's. */
  readonly classOrder?: ClassOrder | undefined;
  /** What is known already; it is used whatever does best. */
  readonly given?: Partial<Convention>;
  /** Nodes with which the model normalises its own input (`innerNormalisation`). */
  readonly inner?: readonly string[];
  /** Which conventions are likelier before the model answers anything; it decides between those that tie. */
  readonly likely: LikelyConventions;
  /** More images than the first, which are looked at where conventions tie; null where there are none. */
  readonly more?: (() => Promise<TriedImages | null>) | undefined;
  /** Whether the model has a gradient, by which it is measured how much hangs on a tie. */
  readonly gradients?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}
