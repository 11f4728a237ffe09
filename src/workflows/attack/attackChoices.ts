import type { GivenAttack } from '../../attacks/attackSettings.ts';
import { type Epsilon, parseEpsilon } from '../../attacks/parseEpsilon.ts';
import type { Preset } from '../../spectrum/split/preset.ts';

type Given = { readonly [Name in keyof GivenAttack]?: GivenAttack[Name] | undefined };

/** How a model is attacked. What is left out is the method's to say. Each setting is what the flag of its name takes. */
export interface AttackChoices
  extends Pick<
    Given,
    | 'method'
    | 'norm'
    | 'loss'
    | 'steps'
    | 'stepSize'
    | 'schedule'
    | 'momentum'
    | 'randomStart'
    | 'restarts'
    | 'target'
  > {
  /** Largest sizes of a perturbation, each attacked for itself. */
  readonly epsilon?: readonly Epsilon[] | undefined;
  /** Perturbs only frequencies within (`low`, the default) or beyond (`high`) this radius, in frequency bins. */
  readonly band?: number | undefined;
  readonly keep?: 'low' | 'high' | undefined;
  /** Whose attacks; `authors` looks for the smallest ε that fools each image. */
  readonly preset?: Preset | undefined;
}

/** What an attack has where its settings say nothing. */
export const attackDefaults = {
  method: 'pgd',
  epsilon: [parseEpsilon('8/255')],
  preset: 'paper',
} as const satisfies AttackChoices;
