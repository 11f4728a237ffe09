import { attackSettingsSchema } from '../../attacks/attackSettings.ts';
import { methodNames } from '../../attacks/methods/methods.ts';
import { presets } from '../../spectrum/split/preset.ts';
import { type AttackChoices, attackDefaults } from '../../workflows/attack/attackChoices.ts';
import type { AttackModelSettings } from '../../workflows/attack/attackModel.ts';
import { settingText } from '../../workflows/common/requestOf.ts';
import { modelFlags } from '../models/modelFlags.ts';
import { choice, onOff, size, text, wholeNumber } from '../terminal/flagKinds.ts';
import type { FlagsOf, Typed } from '../terminal/flags.ts';
import { type OutputFlags, outputFlags } from '../terminal/outputFlags.ts';

const methods = [attackDefaults.method, ...methodNames.filter((name) => name !== attackDefaults.method)];
const { norm, loss, schedule, target, band } = attackSettingsSchema.shape;

/** Flags that say how an attack is made, which `--preset authors` says itself. */
export const methodFlags = {
  norm: choice(norm.options, 'measure of that size (default: linf)'),
  loss: choice(loss.exclude(['margin']).options, 'what the attack raises (default: cross-entropy)'),
  steps: wholeNumber('N', "steps of a restart (default: the method's)", 1),
  stepSize: size('SIZE', "length of the first step, as 2/255 (default: the method's)"),
  schedule: choice(schedule.options, 'how the length of a step falls (default: constant)'),
  momentum: size('N', "weight of what was gathered before; of apgd, of the new step (default: the method's)"),
  randomStart: onOff('begin at a random place in the ball', 'begin at the image itself'),
  restarts: wholeNumber('N', 'how often an image that stands is attacked again (default: 1)', 1),
  target: choice(target.options, 'class to which an image is moved (default: none)'),
  band: size('RADIUS', 'perturb only frequencies within or beyond this radius, in bins'),
  keep: { ...choice(band.unwrap().shape.keep.options, 'the part of --band (default: low)'), value: 'PART' },
} satisfies Partial<FlagsOf<AttackChoices>>;

/** Flags of `passband attack`. */
export const attackFlags = {
  method: { ...choice(methods, 'how it is attacked'), default: attackDefaults.method },
  epsilon: {
    ...text('LIST', 'largest sizes of a perturbation, as 8/255 or 2/255,4/255'),
    default: settingText(attackDefaults.epsilon),
  },
  ...methodFlags,
  preset: {
    ...choice(presets, "whose attacks; authors': search for the smallest ε"),
    default: attackDefaults.preset,
  },
  out: text('DIR', 'folder for the results'),
  resume: text('DIR', 'go on with the attack in this folder'),
  ...modelFlags,
  ...outputFlags,
} as const satisfies FlagsOf<AttackModelSettings, 'out' | 'resume' | keyof OutputFlags>;

export type AttackFlags = Typed<typeof attackFlags>;
