import { distinctRadii } from '../../spectrum/split/distinctRadii.ts';
import type { Measure } from '../measures/measure.ts';
import { certificate } from '../robustness/certificate.ts';
import { certificateAt } from '../robustness/certificateAt.ts';
import { certificateSchema } from '../robustness/certificateRecord.ts';
import type { AuditPart } from './auditPart.ts';

const sections = { certificate: certificateSchema.optional() };

/** Corollary 1 as an upper bound of robust accuracy. */
export const certificatePart: AuditPart<typeof sections> = {
  label: 'certificate',
  sections,
  stillToCome: () => 'the certificate',
  isWanted: ({ settings }) => settings.certificateImages > 0,
  steps: ({ settings, shape: [, height, width], images: { certified } }) => {
    const all = distinctRadii(height, width, 'l2');
    const every = Math.ceil(all.length / settings.certificateRadii);
    const radii = Float64Array.from(all).filter((_, index) => index % every === 0);
    return [
      {
        isDone: ({ certificate: found }) => found !== undefined,
        work: () => ({ certificate: certified.count * radii.length }),
        async run(_, { classifier, images }, { signal, onProgress }) {
          const options = { radii, signal, onProgress };
          return { certificate: await certificate(classifier, images.certified, options) };
        },
      },
    ];
  },
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
