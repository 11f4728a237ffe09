import { z } from 'zod';
import { compareSplits, compareSplitsSchema } from '../frequencies/compareSplits.ts';
import { componentFlags } from '../frequencies/componentFlags.ts';
import { decidedByHfc, decidedByHfcSchema } from '../frequencies/decidedByHfc.ts';
import { decidedBySvd, decidedBySvdSchema } from '../frequencies/decidedBySvd.ts';
import { radiusCurve, radiusCurveSchema } from '../frequencies/radiusCurve.ts';
import { componentAnswers } from '../measures/componentAnswers.ts';
import { type Measure, shareOf } from '../measures/measure.ts';
import { radiusGrid } from '../measures/radiusGrid.ts';
import type { AuditSettings } from '../plan/auditSettings.ts';
import { splitOptionsOf } from '../plan/splitOptionsOf.ts';
import type { AuditPart } from './auditPart.ts';

const sections = {
  radiusCurve: radiusCurveSchema.optional(),
  /** `clean`, `lfc@r`, `hfc@r` and `decidedByHfc@r` at the named radii: a digit an image. */
  flags: z.record(z.string(), z.string().regex(/^[01]*$/)).optional(),
  decidedByHfc: decidedByHfcSchema.optional(),
  decidedBySvd: decidedBySvdSchema.optional(),
  compareSplits: compareSplitsSchema.optional(),
};

/** What the model answers to x, LFC and HFC at every radius, and the images that HFC decides. */
export const componentsPart: AuditPart<typeof sections> = {
  label: 'low and high frequencies',
  sections,
  stillToCome: () => 'low and high frequencies',
  isWanted: () => true,
  steps: ({ settings, shape, images: { main: sample } }) => [
    {
      isDone: ({ radiusCurve: found }) => found !== undefined,
      work: () => ({ components: sample.count * radiiOf(settings, shape).length, svd: sample.count }),
      async run(_, { classifier, images: { main }, random }, { signal, onProgress }) {
        const { decidedRadius: radius, radii: marks } = settings;
        const radii = radiiOf(settings, shape);
        const { boundary, rescales } = splitOptionsOf(settings);
        const answers = await componentAnswers(classifier, main, {
          ...{ radii, boundary, rescales, signal, onProgress },
        });
        const named = componentFlags(answers);
        const isNamed = (name: string) => !name.includes('@') || marks.includes(Number(name.split('@')[1]));
        const flags = Object.entries(named).filter(([name]) => isNamed(name));
        const found = {
          radiusCurve: radiusCurve(answers),
          flags: Object.fromEntries(flags.map(([name, each]) => [name, each.join('')])),
        };
        if (!answers.radii.includes(radius)) return found;
        const byHfc = decidedByHfc(answers, { radius, random: random.fork('decided by HFC') });
        const bySvd = await decidedBySvd(classifier, main, answers, {
          ...{ radius, signal },
          random: random.fork('decided by SVD'),
        });
        return {
          ...found,
          decidedByHfc: byHfc,
          decidedBySvd: bySvd,
          compareSplits: compareSplits(byHfc, bySvd),
        };
      },
    },
  ],
  measures({ flags = {}, decidedByHfc: byHfc, decidedBySvd: bySvd }) {
    const measures: Record<string, Measure> = {};
    for (const [name, digits] of Object.entries(flags)) {
      measures[name] = shareOf([...digits].filter((digit) => digit === '1').length, digits.length);
    }
    if (byHfc) measures.decidedByHfc = byHfc.rate;
    if (bySvd) measures[`decidedByHfcSvd@${bySvd.radius}`] = bySvd.rate;
    return measures;
  },
  // Whether more accuracy on HFC alone is better depends on what one wants of the model.
  worse: { clean: 'lower', lfc: 'lower', decidedByHfc: 'higher', decidedByHfcSvd: 'higher' },
};

function radiiOf(
  { decidedRadius, radii, radiusStep: step }: AuditSettings,
  [, height, width]: readonly number[],
) {
  return radiusGrid(height, width, { step, marks: [...radii, decidedRadius] });
}
