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
  steps: ({ gradients, images: { main, certified, attacked } }) => {
    const sample = attacked.count > 0 ? attacked : certified.count > 0 ? certified : main;
    const count = Math.min(32, sample.count);
    return [
      {
        isDone: ({ probes: found }) => found !== undefined,
        // PGD of size 0 with its ten steps.
        work: () => (gradients ? { gradients: 10 * count, logits: 100 } : { logits: 2 * count }),
        async run(_, { classifier, graph, images, gradients, random }) {
          const { certified, attacked, main } = images;
          const split = attacked.count > 0 ? attacked : certified.count > 0 ? certified : main;
          const places = Array.from({ length: count }, (_, at) => at);
          const some = await readBatch(split, places);
          const options = { random: random.fork('probes'), gradients };
          const found = await probes(classifier, some.images, some.labels, options);
          const inside = graph === null ? 0 : quantisers(graph).length;
          return { probes: inside > 0 ? { ...found, quantisers: inside } : found };
        },
      },
    ];
  },
  checks: ({ probes: found }) => (found ? probeChecks(found) : []),
};
