import { readBatch } from '../../data/dataset/dataset.ts';
import { quantisers } from '../../onnx/graph/quantisers.ts';
import { probes, probesSchema } from '../robustness/probes.ts';
import type { AuditPart } from './auditPart.ts';
import { probeChecks } from './probeChecks.ts';

const sections = { probes: probesSchema.optional() };

/** Small experiments by which an audit checks its tools on this very model. */
export const probesPart: AuditPart<typeof sections> = {
  label: 'probes',
  sections,
  stillToCome: () => 'the probes',
  isWanted: () => true,
  steps: () => [
    {
      isDone: ({ probes: found }) => found !== undefined,
      async run(_, { classifier, graph, images, gradients, random }) {
        const { certified, attacked, main } = images;
        const split = attacked.count > 0 ? attacked : certified.count > 0 ? certified : main;
        const places = Array.from({ length: Math.min(32, split.count) }, (_, at) => at);
        const some = await readBatch(split, places);
        const options = { random: random.fork('probes'), gradients };
        const found = await probes(classifier, some.images, some.labels, options);
        const count = graph === null ? 0 : quantisers(graph).length;
        return { probes: count > 0 ? { ...found, quantisers: count } : found };
      },
    },
  ],
  checks: ({ probes: found }) => (found ? probeChecks(found) : []),
};
