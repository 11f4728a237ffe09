import { readBatch } from '../../data/dataset/dataset.ts';
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
      async run(_, { classifier, images, gradients, random }) {
        const { certified, attacked, main } = images;
        const split = attacked.count > 0 ? attacked : certified.count > 0 ? certified : main;
        const places = Array.from({ length: Math.min(32, split.count) }, (_, at) => at);
        const some = await readBatch(split, places);
        const options = { random: random.fork('probes'), gradients };
        return { probes: await probes(classifier, some.images, some.labels, options) };
      },
    },
  ],
  checks: ({ probes: found }) => (found ? probeChecks(found) : []),
};
