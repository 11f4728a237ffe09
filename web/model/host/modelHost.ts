import type { ModelChoices, ModelQuestion } from '../../../src/models/examineModel.ts';
import { smoothFirstConvolution } from '../../../src/networks/classifier/smoothFirstConvolution.ts';
import type { Graph } from '../../../src/onnx/graph/graph.ts';
import type { ModelFile } from '../../../src/onnx/read/modelFile.ts';
import { type Classifier, createClassifier, type InputGradient } from '../../../src/runtime/classifier.ts';
import { createLocalPool } from '../../../src/runtime/localPool.ts';
import type { Pool } from '../../../src/runtime/pool.ts';
import type { RadialMaskOptions } from '../../../src/spectrum/split/radialMask.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { type AttackPicture, type AttackRequest, attackPicture } from './attackPicture.ts';
import { componentsOf, type SplitView } from './componentsOf.ts';
import { type FirstLayerPicture, firstLayerPicture } from './firstLayerPicture.ts';
import { type LoadedRuntime, loadRuntime } from './loadRuntime.ts';
import { lowShare } from './lowShare.ts';
import type { ModelSource } from './modelSource.ts';
import { type FoundModel, openClassifier } from './openClassifier.ts';
import { readSource } from './readSource.ts';

/** What the page knows of an opened model. */
export interface OpenedModel extends FoundModel {
  /** Where it runs: the first is used. */
  readonly providers: readonly string[];
  readonly threads: number;
  /** With what its first convolution is smoothed; 0 = not. */
  readonly rho: number;
}

/** The first convolution of a model as its file has it, and smoothed. */
export interface SmoothedLayer {
  readonly rho: number;
  readonly plain: FirstLayerPicture;
  readonly shown: FirstLayerPicture;
}

/** A model, or what must be said before it opens. */
export type OpenAnswer = { readonly model: OpenedModel } | { readonly question: ModelQuestion };

/** Which of the two: the model as its file has it, or as the page shows it, smoothed or not. */
export interface Which {
  readonly plain?: boolean;
}

interface Open {
  readonly file: ModelFile;
  readonly id: number;
  /** Null of a black box. */
  readonly graph: Graph | null;
  readonly plain: Classifier;
  shown: Classifier;
}

/** Runs the model of the page, in a worker of its own. One model is open at a time. */
export class ModelHost {
  #loaded: Promise<LoadedRuntime & { readonly pool: Pool }> | undefined;
  /** The file that was read last: what is asked about it comes back with the same source. */
  #read: { readonly file: ModelFile; readonly id: number } | undefined;
  #open: Open | undefined;
  #attack: AbortController | undefined;

  /** Answers at once, unless the worker is stuck. */
  ping(): boolean {
    return true;
  }

  /**
   * Opens a model in the place of the one before it, which stays where this fails or has a question.
   *
   * @throws Error of one line when it cannot be opened
   */
  async open(source: ModelSource, choices: ModelChoices): Promise<OpenAnswer> {
    const known = [this.#open, this.#read].find((each) => each?.id === source.id);
    const file = known?.file ?? (await readSource(source));
    this.#read = { file, id: source.id };
    const { pool, providers, threads } = await this.#runtime();
    const opened = await openClassifier(pool, file, choices);
    if ('question' in opened) return opened;
    this.#attack?.abort();
    await this.#close();
    const { graph, classifier, model } = opened;
    this.#open = { file, id: source.id, graph, plain: classifier, shown: classifier };
    this.#read = undefined;
    return { model: { ...model, providers, threads, rho: 0 } };
  }

  /** [n, c, h, w] → [n, classes]. */
  logits(images: Tensor<'float32'>, which: Which = {}): Promise<Tensor<'float32'>> {
    return this.#classifier(which).logits(images);
  }

  /** Of the cross-entropy of each image's label, with respect to the pixels. */
  inputGradient(images: Tensor<'float32'>, labels: Int32Array, which: Which = {}): Promise<InputGradient> {
    return this.#classifier(which).inputGradient(images, labels);
  }

  /**
   * Attacks an image; an attack that is under way is given up.
   *
   * @param onProgress is told the share that is done
   * @throws Error whose name is AbortError once another one has begun
   */
  attack(request: AttackRequest, which: Which, onProgress: (share: number) => void): Promise<AttackPicture> {
    this.#attack?.abort();
    this.#attack = new AbortController();
    return attackPicture(this.#classifier(which), request, { signal: this.#attack.signal, onProgress });
  }

  /** Gives up the attack that is under way, after its current step. */
  stopAttack(): void {
    this.#attack?.abort();
  }

  /** The share of Σ δ² within a radius; null where nothing was changed. */
  lowShare(delta: Tensor<'float32'>, radius: number, options: RadialMaskOptions): number | null {
    return lowShare(delta, radius, options);
  }

  /**
   * Smooths the first convolution of the model that the page shows, until the next call; with ρ = 0 it is the file's again.
   *
   * @throws Error when the model has no first convolution, or is a black box
   */
  async smooth(rho: number): Promise<SmoothedLayer> {
    const open = this.#opened();
    if (!open.graph) throw new Error('the model runs as its file has it, and cannot be changed');
    const before = open.shown;
    const graph = rho === 0 ? open.graph : smoothFirstConvolution(open.graph, { rho });
    const { pool } = await this.#runtime();
    open.shown = rho === 0 ? open.plain : await createClassifier(pool, graph, { block: 1, smallest: 1 });
    if (before !== open.plain) await before.release();
    return { rho, plain: firstLayerPicture(open.graph), shown: firstLayerPicture(graph) };
  }

  /** What the model says of x, LFC, HFC and more images, as its file has it and as the page shows it. */
  async compare(
    image: Tensor<'float32'>,
    split: SplitView,
    more: readonly Tensor<'float32'>[],
  ): Promise<{ readonly plain: Tensor<'float32'>; readonly shown: Tensor<'float32'> }> {
    const images = componentsOf(image, split, more);
    const plain = await this.logits(images, { plain: true });
    return { plain, shown: await this.logits(images) };
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    if (open.shown !== open.plain) await open.shown.release();
    await open.plain.release();
  }

  #classifier({ plain = false }: Which): Classifier {
    const open = this.#opened();
    return plain ? open.plain : open.shown;
  }

  #opened(): Open {
    if (!this.#open) throw new Error('no model is open');
    return this.#open;
  }

  #runtime() {
    this.#loaded ??= loadRuntime().then((loaded) => ({
      ...loaded,
      pool: createLocalPool(loaded.runtime, { providers: loaded.providers, threads: loaded.threads }),
    }));
    // A runtime that could not be fetched is fetched again.
    this.#loaded.catch(() => {
      this.#loaded = undefined;
    });
    return this.#loaded;
  }
}
