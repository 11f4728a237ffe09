import { classNamesOf } from '../../src/audit/classNames.ts';
import { statedConvention } from '../../src/audit/statedConvention.ts';
import { classifierGraph } from '../../src/networks/classifierGraph.ts';
import { type Convention, plainConvention } from '../../src/networks/convention.ts';
import { decodeModel } from '../../src/onnx/decodeModel.ts';
import type { Graph } from '../../src/onnx/graph.ts';
import { type Classifier, createClassifier } from '../../src/runtime/classifier.ts';
import { createLocalPool } from '../../src/runtime/localPool.ts';
import type { Pool } from '../../src/runtime/pool.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { type LoadedRuntime, loadRuntime } from './loadRuntime.ts';

/** What the page knows of an opened model. */
export interface OpenedModel {
  /** Channels, height and width of the images it takes. */
  readonly shape: readonly number[];
  /** In the order of the logits. */
  readonly classes: readonly string[];
  readonly convention: Convention;
  /** Where it runs: the first is used. */
  readonly providers: readonly string[];
  readonly threads: number;
}

/** Runs the model of the page, in a worker of its own. One model is open at a time. */
export class ModelHost {
  #loaded: Promise<LoadedRuntime & { readonly pool: Pool }> | undefined;
  #open: { readonly graph: Graph; readonly classifier: Classifier } | undefined;

  /** Opens the bytes of an `.onnx` file; the model before it is closed. */
  async open(bytes: Uint8Array): Promise<OpenedModel> {
    const { pool, providers, threads } = await this.#runtime();
    const model = decodeModel(bytes);
    const convention = statedConvention(model.metadata, 3)?.convention ?? plainConvention;
    const graph = classifierGraph(model, convention);
    const classifier = await createClassifier(pool, graph, { block: 1 });
    await this.#open?.classifier.release();
    this.#open = { graph, classifier };
    const classes =
      classNamesOf(model.metadata)?.names ??
      Array.from({ length: classifier.classes }, (_, index) => `class ${index}`);
    return { shape: classifier.shape, classes, convention, providers, threads };
  }

  /** [n, c, h, w] → [n, classes]. */
  logits(images: Tensor<'float32'>): Promise<Tensor<'float32'>> {
    return this.#opened().classifier.logits(images);
  }

  #opened() {
    if (!this.#open) throw new Error('no model is open');
    return this.#open;
  }

  #runtime() {
    this.#loaded ??= loadRuntime().then((loaded) => ({
      ...loaded,
      pool: createLocalPool(loaded.runtime, { providers: loaded.providers, threads: loaded.threads }),
    }));
    return this.#loaded;
  }
}
