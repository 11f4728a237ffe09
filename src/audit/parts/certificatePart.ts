import { distinctRadii } from '../../spectrum/split/distinctRadii.ts';
import type { Measure } from '../measures/measure.ts';
import { certificate } from '../robustness/certificate.ts';
import { certificateAt } from '../robustness/certificateAt.ts';
import { certificateSchema } from '../robustness/certificateRecord.ts';
import type { AuditPart } from './auditPart.ts';

const sections = { certificate: certificateSchema.optional() };

/** More cut-offs than this cost more than they find. */
const RADII = 400;

/** Corollary 1 as an upper bound of robust accuracy. */
export const certificatePart: AuditPart<typeof sections> = {
  label: 'certificate',
  sections,
  stillToCome: () => 'the certificate',
  isWanted: ({ settings }) => settings.certificateImages > 0,
  steps: () => [
    {
      isDone: ({ certificate: found }) => found !== undefined,
      async run(_, { classifier, shape, images }, { signal, onProgress }) {
        const all = distinctRadii(shape[1], shape[2], 'l2');
        const every = Math.ceil(all.length / RADII);
        const radii = Float64Array.from(all).filter((_, index) => index % every === 0);
        const options = { radii, signal, onProgress };
        return { certificate: await certificate(classifier, images.certified, options) };
      },
    },
  ],
  measures({ certificate: found }, { epsilons, l2Epsilons }) {
    const measures: Record<string, Measure> = {};
    if (!found) return measures;
    for (const { text, value } of epsilons) {
      measures[`certificate@${text}`] = certificateAt(found, { norm: 'linf', epsilon: value });
    }
    for (const { text, value } of l2Epsilons) {
      measures[`certificate-l2@${text}`] = certificateAt(found, { norm: 'l2', epsilon: value });
    }
    return measures;
  },
  worse: { certificate: 'lower' },
};
