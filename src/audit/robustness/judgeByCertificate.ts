import { z } from 'zod';
import { measureSchema, shareOf } from '../measures/measure.ts';
import { certificateAt, provenFragile } from './certificateAt.ts';
import { type Certificate, norms } from './certificateRecord.ts';

/** An attack's robust accuracy beside what the certificate leaves possible. */
export const certificateJudgementSchema = z.object({
  attack: z.string(),
  norm: z.enum(norms),
  epsilon: z.number().min(0),
  robustAccuracy: measureSchema,
  certificate: measureSchema,
  /** Images that the attack left standing although an x_l within ε is answered wrongly. */
  missed: z.int().min(0),
  /** The attack reports more robust accuracy than there can be. */
  failed: z.boolean(),
});

export type CertificateJudgement = Readonly<z.infer<typeof certificateJudgementSchema>>;

export interface JudgedAttack {
  /** As it is shown, such as `pgd@8/255`. */
  readonly attack: string;
  readonly norm: (typeof norms)[number];
  readonly epsilon: number;
  /** 1 = still right, one an attacked image. */
  readonly standing: Uint8Array;
  /** Which of the certificate's images were attacked; by default all. */
  readonly images?: ArrayLike<number>;
}

/**
 * Holds attacks to the certificate of the same model on the same images: one whose robust accuracy is above it has
 * failed to find what is there.
 *
 * @throws RangeError when an attack does not have one answer for each of its images
 */
export function judgeByCertificate(
  certificate: Certificate,
  attacks: readonly JudgedAttack[],
): CertificateJudgement[] {
  return attacks.map(({ attack, norm, epsilon, standing, images }) => {
    const query = { norm, epsilon, images };
    const fragile = provenFragile(certificate, query);
    if (standing.length !== fragile.length) {
      throw new RangeError(
        `judgeByCertificate: ${attack} must have an answer for each of ${fragile.length} images, got ${standing.length}`,
      );
    }
    const robust = standing.reduce((count, flag) => count + flag, 0);
    const robustAccuracy = shareOf(robust, standing.length);
    const bound = certificateAt(certificate, query);
    const missed = standing.filter((flag, image) => flag === 1 && fragile[image] === 1).length;
    const failed = robustAccuracy.value > bound.value;
    return { attack, norm, epsilon, robustAccuracy, certificate: bound, missed, failed };
  });
}
