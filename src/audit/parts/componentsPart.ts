import { z } from 'zod';
import { rescales } from '../../spectrum/split/rescale.ts';
import { compareSplits, compareSplitsSchema } from '../frequencies/compareSplits.ts';
import { componentFlags } from '../frequencies/componentFlags.ts';
import { decidedByHfc, decidedByHfcSchema } from '../frequencies/decidedByHfc.ts';
import { decidedBySvd, decidedBySvdSchema } from '../frequencies/decidedBySvd.ts';
import { radiusCurve, radiusCurveSchema } from '../frequencies/radiusCurve.ts';
import { NO_ANSWER } from '../measures/answers.ts';
import { type ComponentAnswers, componentAnswers } from '../measures/componentAnswers.ts';
import { type Measure, shareOf } from '../measures/measure.ts';
import { radiusGrid } from '../measures/radiusGrid.ts';
import type { AuditSettings } from '../plan/auditSettings.ts';
import { splitOptionsOf } from '../plan/splitOptionsOf.ts';
import type { AuditPart, Found } from './auditPart.ts';

const sections = {
  radiusCurve: radiusCurveSchema.optional(),
  /** Components to which the model gave some images no finite answer, which count as wrong. */
  unanswered: z
    .array(
      z.strictObject({
        component: z.enum(['lfc', 'hfc']),
        radius: z.number().min(0),
        rescale: z.enum(rescales),
        /** Of how many images. */
        count: z.int().min(1),
      }),
    )
    .optional(),
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
          ...{ radii, boundary, rescales, signal },
          onProgress: (done, total) => onProgress(done, total, 'components'),
        });
        const named = componentFlags(answers);
        const isNamed = (name: string) => !name.includes('@') || marks.includes(Number(name.split('@')[1]));
        const flags = Object.entries(named).filter(([name]) => isNamed(name));
        const found = {
          radiusCurve: radiusCurve(answers),
          flags: Object.fromEntries(flags.map(([name, each]) => [name, each.join('')])),
          ...unansweredIn(answers),
        };
        if (!answers.radii.includes(radius)) return found;
        const byHfc = decidedByHfc(answers, { radius, random: random.fork('decided by HFC') });
        const bySvd = await decidedBySvd(classifier, main, answers, {
          ...{ radius, signal },
          random: random.fork('decided by SVD'),
          onProgress: (done, total) => onProgress(done, total, 'svd'),
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
  checks({ unanswered = [] }) {
    if (unanswered.length === 0) return [];
    const [{ component, radius, rescale, count }] = unanswered.toSorted((a, b) => b.count - a.count);
    const how = rescale === 'none' ? '' : ` (rescaled '${rescale}')`;
    const others = unanswered.length > 1 ? `, nor to ${unanswered.length - 1} more components` : '';
    return [
      {
        name: 'finiteAnswers',
        status: 'warn',
        figure: count,
        text: `the model has no finite answer to ${component.toUpperCase()} at r = ${radius}${how} of ${count} images${others}; they count as wrong`,
      },
    ];
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

function unansweredIn({ components }: ComponentAnswers): Pick<Found<typeof sections>, 'unanswered'> {
  const unanswered = components.flatMap(({ component, radius, rescale, answers: { predictions } }) => {
    const count = predictions.filter((prediction) => prediction === NO_ANSWER).length;
    return count > 0 ? [{ component, radius, rescale, count }] : [];
  });
  return unanswered.length > 0 ? { unanswered } : {};
}
