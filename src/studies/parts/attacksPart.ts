import { z } from 'zod';
import { attackSettings, attackSettingsSchema } from '../../attacks/attackSettings.ts';
import { parseEpsilon } from '../../attacks/parseEpsilon.ts';
import { attackName } from '../../audit/plan/attackName.ts';
import { attackRow } from '../../audit/robustness/attackRow.ts';
import { imageSets } from '../../report/study/studyRecord.ts';
import type { Part } from './part.ts';
import { sampleOfSplit } from './sampleOfSplit.ts';

const schema = z.strictObject({
  images: z.enum(imageSets),
  n: z.int().min(1),
  rows: z.array(
    z.strictObject({
      /** Such as `pgd@8/255`. */
      name: z.string(),
      epsilon: z.string(),
      settings: attackSettingsSchema,
      /** A digit an image, 1 = still right. */
      standing: z.string().regex(/^[01]*$/),
    }),
  ),
});

/** Robust accuracy under FGSM and PGD at each ε (L∞). */
export const attacksPart: Part<typeof schema> = {
  label: 'attacks',
  uses: ['attackImages', 'epsilons', 'pgdSteps'],
  schema,
  needsGraph: true,
  passes: ({ attackImages, epsilons, pgdSteps }, images) =>
    3 * Math.min(attackImages, images) * epsilons.length * (2 + pgdSteps / 2),
  async run({ classifier, unseen, random, signal, onProgress }, { attackImages, epsilons, pgdSteps }) {
    const split = sampleOfSplit(unseen.split, attackImages);
    const planned = epsilons.map(parseEpsilon).flatMap((epsilon) =>
      (['fgsm', 'pgd'] as const).map((method) => {
        const settings = attackSettings({
          ...{ method, epsilon: epsilon.value },
          ...(method === 'pgd' && { steps: pgdSteps }),
        });
        return { name: attackName(settings, epsilon), epsilon, settings };
      }),
    );
    const rows = [];
    for (const [place, attack] of planned.entries()) {
      const row = await attackRow(classifier, split, attack, {
        // The same random starts for each ε, so that only ε differs.
        ...{ random: random.fork(`attack ${attack.settings.method}`), radii: [], signal },
        onProgress: (done, total) => onProgress(place * total + done, planned.length * total),
      });
      const { name, epsilon, settings, standing } = row;
      rows.push({ name, epsilon, settings, standing });
    }
    return { images: unseen.images, n: split.count, rows };
  },
};
