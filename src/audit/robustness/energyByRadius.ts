import { z } from 'zod';
import { ringEnergies, ringShares } from '../../spectrum/split/ringEnergies.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';

/** Where adversarial perturbations live. */
export const energyByRadiusSchema = z.object({
  height: z.int().positive(),
  width: z.int().positive(),
  /** White noise's mean share of energy in ring k, which holds the bins at k − 1 < d ≤ k; ring 0 is the zero frequency. */
  white: z.array(z.number()),
  attacks: z.array(
    z.object({
      attack: z.string(),
      /** Images that the attack changed; only these count. */
      n: z.int().min(0),
      /** Mean over the images of each ring's share of the perturbation's energy; zeros where n is 0. */
      shares: z.array(z.number()),
      /** Share within each radius, d ≤ r, beside white noise's. */
      within: z.array(z.object({ radius: z.number().min(0), share: z.number(), white: z.number() })),
    }),
  ),
});

export type EnergyByRadius = Readonly<z.infer<typeof energyByRadiusSchema>>;

/**
 * The energy of perturbations by distance from the centre of their spectrum.
 *
 * @param images [n, c, h, w]
 * @param adversarial the same images under each attack, by the attack's name
 * @param radii whole numbers of bins at which the shares are added up
 * @throws RangeError when a shape or a radius does not fit
 */
export function energyByRadius(
  images: Tensor<'float32'>,
  adversarial: Readonly<Record<string, Tensor<'float32'>>>,
  { radii = [4, 8, 12, 16] }: { readonly radii?: readonly number[] } = {},
): EnergyByRadius {
  requireRadii(radii);
  const [height, width] = images.shape.slice(-2);
  const white = Array.from(ringShares(height, width));
  const attacks = Object.entries(adversarial).map(([attack, changed]) => {
    if (`${changed.shape}` !== `${images.shape}`) {
      throw new RangeError(
        `energyByRadius: ${attack} must have the images' shape [${images.shape}], got [${changed.shape}]`,
      );
    }
    const energy = perturbationEnergy([height, width], radii);
    energy.add(images, changed);
    return { attack, ...energy.found() };
  });
  return { height, width, white, attacks };
}

export interface PerturbationEnergy {
  /** Adds the perturbations of some images, both [n, c, h, w]. */
  add(images: Tensor<'float32'>, adversarial: Tensor<'float32'>): void;
  /** What all of them come to. */
  found(): Omit<EnergyByRadius['attacks'][number], 'attack'>;
}

/**
 * The energy of one attack's perturbations, added up batch by batch; how the images are cut into batches changes no bit.
 *
 * @param radii whole numbers of bins at which the shares are added up
 * @throws RangeError when a radius is not a whole number ≥ 0
 */
export function perturbationEnergy(
  [height, width]: readonly [height: number, width: number],
  radii: readonly number[],
): PerturbationEnergy {
  requireRadii(radii);
  const white = Array.from(ringShares(height, width));
  const sums = new Array<number>(white.length).fill(0);
  let n = 0;
  const upTo = (shares: readonly number[], radius: number) =>
    shares.slice(0, radius + 1).reduce((sum, share) => sum + share, 0);
  return {
    add(images, { data }) {
      const perturbations = float32(
        images.shape,
        data.map((pixel, at) => pixel - images.data[at]),
      );
      for (const energies of ringEnergies(perturbations)) {
        const total = energies.reduce((sum, energy) => sum + energy, 0);
        if (total === 0) continue;
        n++;
        for (let ring = 0; ring < sums.length; ring++) sums[ring] += energies[ring] / total;
      }
    },
    found() {
      const shares = sums.map((sum) => (n > 0 ? sum / n : 0));
      const within = radii.map((radius) => ({
        radius,
        share: upTo(shares, radius),
        white: upTo(white, radius),
      }));
      return { n, shares, within };
    },
  };
}

function requireRadii(radii: readonly number[]): void {
  const wrong = radii.find((radius) => !(Number.isInteger(radius) && radius >= 0));
  if (wrong !== undefined) {
    throw new RangeError(`energyByRadius: radii must be whole numbers ≥ 0, got ${wrong}`);
  }
}
