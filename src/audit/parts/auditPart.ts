import type { z } from 'zod';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import type { Random } from '../../tensor/random.ts';
import type { Check } from '../measures/check.ts';
import type { Measure } from '../measures/measure.ts';
import type { Worse } from '../measures/worse.ts';
import type { AuditImages } from '../plan/auditImages.ts';
import type { AuditSettings } from '../plan/auditSettings.ts';
import type { ImageCounts, Standing, Work, WorkKind } from '../plan/work.ts';

/** What decides which parts an audit has and which steps they take: an `AuditContext`, or as much of it as a record tells. */
export interface AuditScope {
  readonly classifier: Pick<Classifier, 'classes'>;
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly images: ImageCounts;
  readonly settings: AuditSettings;
  /** False where an operator has no gradient: what needs one is left out. */
  readonly gradients: boolean;
  /** True where gradients go straight through a model's rounding to whole numbers. */
  readonly quantised: boolean;
  /** False where the first layer is no convolution that can be smoothed. */
  readonly kernels: boolean;
  /** True where a file runs as it is, without a graph that could be looked into or changed. */
  readonly blackBox: boolean;
  /** False where the model has no batch normalisation whose moments could be the batch's own. */
  readonly batchNorm: boolean;
}

/** What the steps of an audit work on. */
export interface AuditContext extends AuditScope {
  readonly classifier: Classifier;
  /** The canonical graph behind it; null of a black box. */
  readonly graph: Graph | null;
  /** Opens a changed graph as a classifier. */
  readonly open: (graph: Graph, options?: { readonly whole: true }) => Promise<Classifier>;
  readonly images: AuditImages;
  readonly random: Random;
}

/** Sections of the record by the schemas with which they are read; one that is missing is left out or still to come. */
export type Found<Sections extends z.ZodRawShape> = Readonly<z.infer<z.ZodObject<Sections>>>;

export interface StepTools<Own> {
  readonly signal?: AbortSignal | undefined;
  /** @param kind of a step with several kinds of work: which of them is so far; those that its `work` names before are done */
  readonly onProgress: (done: number, total: number, kind?: WorkKind) => void;
  /** Keeps what a step has found so far. */
  readonly keep: (found: Own) => void | Promise<void>;
}

/** A piece of an audit's work that is either done or not: what an interrupted audit does again at most. */
export interface AuditStep<Own> {
  /** As progress shows it; by default as its part is called. */
  readonly label?: string;
  isDone(sections: Own): boolean;
  /** About how much it does, for the choice of a plan and the time left. */
  work(sections: Own, standing: Standing): Work;
  /**
   * @param sections what its part has in the record so far
   * @returns sections to be written over those
   */
  run(sections: Own, context: AuditContext, tools: StepTools<Own>): Promise<Own>;
}

/** One part of an audit, with all that the audit needs to know of it. `Sections` are its own schemas, by name. */
export interface AuditPart<Sections extends z.ZodRawShape> {
  /** As progress and the list of parts in docs/audit.md call it. */
  readonly label: string;
  /** Its sections of the record, each optional, in the order in which they are written. */
  readonly sections: Sections;
  /** False where the settings or the model leave it out. */
  isWanted(scope: AuditScope): boolean;
  /** What it does, in order. */
  steps(scope: AuditScope): readonly AuditStep<Found<Sections>>[];
  /** What of a part is still to come, as in `still to come: the certificate`; without it a part is done at once or never. */
  stillToCome?(open: number, steps: number): string;
  /** Its figures by name. */
  measures?(sections: Found<Sections>, settings: AuditSettings): Record<string, Measure>;
  /** Which way each of those moves when the model gets worse, by what stands before their `@`, where that is settled. */
  readonly worse?: Readonly<Record<string, Worse>>;
  /** How it checks itself; what takes two parts is checked in `selfChecks`. */
  checks?(sections: Found<Sections>, settings: AuditSettings): Check[];
}
