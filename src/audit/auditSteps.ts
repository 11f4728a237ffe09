import { readBatch, readWhole } from '../data/dataset/dataset.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import type { Classifier } from '../runtime/classifier.ts';
import { distinctRadii } from '../spectrum/split/distinctRadii.ts';
import { boundaryOf } from '../spectrum/split/radialMask.ts';
import { ringShares } from '../spectrum/split/ringEnergies.ts';
import type { Random } from '../tensor/random.ts';
import { batchStatistics } from './frequencies/batchStatistics.ts';
import { compareSplits } from './frequencies/compareSplits.ts';
import { componentFlags } from './frequencies/componentFlags.ts';
import { decidedByHfc } from './frequencies/decidedByHfc.ts';
import { decidedBySvd } from './frequencies/decidedBySvd.ts';
import { fourierHeatMap } from './frequencies/fourierHeatMap.ts';
import { radiusCurve } from './frequencies/radiusCurve.ts';
import { firstLayer } from './kernels/firstLayer.ts';
import { smoothing } from './kernels/smoothing.ts';
import { componentAnswers } from './measures/componentAnswers.ts';
import { radiusGrid } from './measures/radiusGrid.ts';
import { attackPlan } from './plan/attackPlan.ts';
import type { AuditImages } from './plan/auditImages.ts';
import type { AuditSettings } from './plan/auditSettings.ts';
import type { AuditSections } from './records/auditRecord.ts';
import { attackRow } from './robustness/attackRow.ts';
import { certificate } from './robustness/certificate.ts';
import { probes } from './robustness/probes.ts';

/** What the steps of an audit work on. */
export interface AuditContext {
  readonly classifier: Classifier;
  /** The canonical graph behind it. */
  readonly graph: Graph;
  /** Opens a changed graph as a classifier. */
  readonly open: (graph: Graph, options?: { readonly whole: true }) => Promise<Classifier>;
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly images: AuditImages;
  readonly settings: AuditSettings;
  /** False where an operator has no gradient: what needs one is left out. */
  readonly gradients: boolean;
  /** False where the first layer is no convolution that can be smoothed. */
  readonly kernels: boolean;
  readonly random: Random;
}

export interface StepTools {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (done: number, total: number) => void;
  /** Keeps what a step has found so far. */
  readonly keep: (sections: AuditSections) => void | Promise<void>;
}

/** A part of an audit that is either there or not: what an interrupted audit does again at most. */
export interface AuditStep {
  /** As progress shows it. */
  readonly label: string;
  isDone(sections: AuditSections): boolean;
  run(sections: AuditSections, tools: StepTools): Promise<AuditSections>;
}

/** More cut-offs than this cost more than they find. */
const CERTIFICATE_RADII = 400;

/** The steps of an audit, in the order in which a reader would ask. */
export function auditSteps(context: AuditContext): AuditStep[] {
  const { settings, images, kernels } = context;
  const steps = [probeStep(context), componentStep(context)];
  if (kernels) steps.push(firstLayerStep(context));
  if (settings.certificateImages > 0) steps.push(certificateStep(context));
  if (settings.attackImages > 0) for (const step of attackSteps(context)) steps.push(step);
  if (settings.heatMapImages > 0) steps.push(heatMapStep(context));
  if (settings.batchStatisticsImages > 0 && images.batchStatistics.count > 1) {
    steps.push(batchStatisticsStep(context));
  }
  if (settings.smoothingImages > 0 && context.gradients && kernels) steps.push(smoothingStep(context));
  return steps;
}

/** How the preset splits an image, and what it shows of a component first. */
function readingOf({ preset }: AuditSettings) {
  return {
    boundary: boundaryOf(preset),
    rescales: preset === 'authors' ? (['max', 'none'] as const) : (['none', 'max'] as const),
  };
}

function probeStep({ classifier, shape, images, gradients, random }: AuditContext): AuditStep {
  return {
    label: 'probes',
    isDone: ({ probes: found }) => found !== undefined,
    async run(sections) {
      const { certified, attacked, main } = images;
      const split = attacked.count > 0 ? attacked : certified.count > 0 ? certified : main;
      const some = readBatch(
        shape,
        split,
        Array.from({ length: Math.min(32, split.count) }, (_, at) => at),
      );
      const options = { random: random.fork('probes'), gradients };
      return { ...sections, probes: await probes(classifier, some.images, some.labels, options) };
    },
  };
}

function componentStep({ classifier, shape, images, settings, random }: AuditContext): AuditStep {
  return {
    label: 'low and high frequencies',
    isDone: ({ radiusCurve: found }) => found !== undefined,
    async run(sections, { signal, onProgress }) {
      const { main } = images;
      const [, height, width] = shape;
      const { decidedRadius: radius, radii: marks, radiusStep: step } = settings;
      const radii = radiusGrid(height, width, { step, marks: [...marks, radius] });
      const { boundary, rescales } = readingOf(settings);
      const answers = await componentAnswers(classifier, main, {
        ...{ shape, radii, boundary, rescales, signal, onProgress },
      });
      const named = componentFlags(answers);
      const isNamed = (name: string) => !name.includes('@') || marks.includes(Number(name.split('@')[1]));
      const flags = Object.entries(named).filter(([name]) => isNamed(name));
      const found = {
        ...sections,
        radiusCurve: radiusCurve(answers),
        flags: Object.fromEntries(flags.map(([name, each]) => [name, each.join('')])),
      };
      if (!answers.radii.includes(radius)) return found;
      const byHfc = decidedByHfc(answers, { radius, random: random.fork('decided by HFC') });
      const bySvd = await decidedBySvd(classifier, main, answers, {
        ...{ shape, radius, signal },
        random: random.fork('decided by SVD'),
      });
      return {
        ...found,
        decidedByHfc: byHfc,
        decidedBySvd: bySvd,
        compareSplits: compareSplits(byHfc, bySvd),
      };
    },
  };
}

function firstLayerStep({ graph }: AuditContext): AuditStep {
  return {
    label: 'first layer',
    isDone: ({ firstLayer: found }) => found !== undefined,
    run: async (sections) => ({ ...sections, firstLayer: firstLayer(graph) }),
  };
}

function certificateStep({ classifier, shape, images }: AuditContext): AuditStep {
  return {
    label: 'certificate',
    isDone: ({ certificate: found }) => found !== undefined,
    async run(sections, { signal, onProgress }) {
      const all = distinctRadii(shape[1], shape[2], 'l2');
      const every = Math.ceil(all.length / CERTIFICATE_RADII);
      const radii = Float64Array.from(all).filter((_, index) => index % every === 0);
      return {
        ...sections,
        certificate: await certificate(classifier, images.certified, {
          ...{ shape, radii, signal, onProgress },
        }),
      };
    },
  };
}

function attackSteps(context: AuditContext): AuditStep[] {
  const { classifier, shape, images, settings, gradients, random } = context;
  const { attacked, attackedPlaces } = images;
  return attackPlan(settings, { gradients, classes: classifier.classes, shape }).map((planned) => ({
    label: planned.name,
    isDone: ({ attacks }) => attacks?.rows.some(({ name }) => name === planned.name) ?? false,
    async run(sections, { signal, onProgress }) {
      const all = readWhole(shape, attacked);
      const [, height, width] = shape;
      const { row } = await attackRow(classifier, all.images, all.labels, planned, {
        // The same random starts for each ε, so that only ε differs.
        ...{ random: random.fork(`attack ${planned.settings.method}`), signal, onProgress },
        radii: settings.radii.filter(Number.isInteger),
      });
      const white = Array.from(ringShares(height, width));
      const known = sections.attacks ?? { n: attacked.count, images: [...attackedPlaces], white, rows: [] };
      return { ...sections, attacks: { ...known, rows: [...known.rows, row] } };
    },
  }));
}

function heatMapStep({ classifier, shape, images, settings, random }: AuditContext): AuditStep {
  // Of a large image every few frequencies, about as many as a small one has.
  const step = settings.heatMapStep * Math.ceil(Math.max(shape[1], shape[2]) / 64);
  return {
    label: 'Fourier heat map',
    isDone: ({ heatMap }) => heatMap !== undefined && !heatMap.wrong.includes(null),
    async run(sections, { signal, onProgress, keep }) {
      const heatMap = await fourierHeatMap(classifier, images.heatMap, {
        ...{ shape, step, partial: sections.heatMap, signal, onProgress },
        random: random.fork('heat map'),
        onCell: (map) => keep({ ...sections, heatMap: map }),
      });
      return { ...sections, heatMap };
    },
  };
}

function batchStatisticsStep({ graph, shape, images, settings, open, random }: AuditContext): AuditStep {
  return {
    label: 'batch statistics',
    isDone: ({ batchStatistics: found }) => found !== undefined,
    async run(sections, { signal, onProgress }) {
      const { boundary, rescales } = readingOf(settings);
      return {
        ...sections,
        batchStatistics: await batchStatistics(graph, images.batchStatistics, {
          ...{
            shape,
            radii: settings.radii,
            boundary,
            rescale: rescales[0],
            create: open,
            signal,
            onProgress,
          },
          random: random.fork('batch statistics'),
        }),
      };
    },
  };
}

function smoothingStep({ graph, shape, images, settings, open, random }: AuditContext): AuditStep {
  return {
    label: 'smoothed kernels',
    isDone: ({ smoothing: found }) => found !== undefined,
    async run(sections, { signal, onProgress }) {
      return {
        ...sections,
        smoothing: await smoothing(graph, {
          ...{ rhos: settings.rhos, preset: settings.preset },
          images: {
            ...{ split: images.smoothed, shape, epsilons: settings.epsilons, open, signal, onProgress },
            random: random.fork('smoothing'),
          },
        }),
      };
    },
  };
}
