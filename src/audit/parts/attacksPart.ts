import { z } from 'zod';
import { methodNames, methodsByLogits } from '../../attacks/methods/methods.ts';
import { ringShares } from '../../spectrum/split/ringEnergies.ts';
import { attackPlan } from '../plan/attackPlan.ts';
import { GRADIENT } from '../plan/work.ts';
import { attackPasses, attackSteps, standingAmong } from '../robustness/attackPasses.ts';
import { attackRow, attackRowSchema } from '../robustness/attackRow.ts';
import { attackChecks } from './attackChecks.ts';
import type { AuditPart } from './auditPart.ts';

const sections = {
  attacks: z
    .strictObject({
      n: z.int().positive(),
      /** The attacked images' places among those of the certificate. */
      images: z.array(z.int().min(0)),
      /** White noise's mean share of energy in each ring of the spectrum. */
      white: z.array(z.number()),
      rows: z.array(attackRowSchema),
    })
    .optional(),
};

/** Robust accuracy under each planned attack, a step each. */
export const attacksPart: AuditPart<typeof sections> = {
  label: 'attacks',
  sections,
  stillToCome: (open, steps) => `${open} of ${steps} attacks`,
  isWanted: ({ settings }) => settings.attackImages > 0,
  steps: ({
    settings,
    gradients,
    quantised,
    classifier: { classes },
    shape: size,
    images: { attacked: sample },
  }) => {
    return attackPlan(settings, { gradients, quantised, classes, shape: size }).map((planned) => ({
      label: planned.name,
      isDone: ({ attacks }) => attacks?.rows.some(({ name }) => name === planned.name) ?? false,
      work({ attacks }, standing) {
        const { method, norm } = planned.settings;
        const isWeak = methodsByLogits.includes(method);
        const share = standingAmong(
          attacks?.rows ?? [],
          standing,
          isWeak,
        )({ norm, text: planned.epsilon.text });
        const passes = sample.count * attackPasses(planned.settings, share);
        const steps = attackSteps(planned.settings, share, sample.count);
        const rows = { rows: sample.count };
        return isWeak
          ? { ...rows, logits: passes, calls: steps }
          : { ...rows, gradients: passes, calls: GRADIENT * steps };
      },
      async run({ attacks }, { classifier, shape, images, random }, { signal, onProgress }) {
        const { attacked, attackedPlaces } = images;
        const [, height, width] = shape;
        const row = await attackRow(classifier, attacked, planned, {
          // The same random starts for each ε, so that only ε differs.
          ...{ random: random.fork(`attack ${planned.settings.method}`), signal, onProgress },
          radii: settings.radii.filter(Number.isInteger),
        });
        const white = Array.from(ringShares(height, width));
        const known = attacks ?? { n: attacked.count, images: [...attackedPlaces], white, rows: [] };
        return { attacks: { ...known, rows: [...known.rows, row] } };
      },
    }));
  },
  measures: ({ attacks }) =>
    Object.fromEntries((attacks?.rows ?? []).map(({ name, robust }) => [name, robust])),
  worse: Object.fromEntries(methodNames.map((name) => [name, 'lower'])),
  checks: ({ attacks }, settings) => attackChecks(attacks?.rows ?? [], settings),
};
