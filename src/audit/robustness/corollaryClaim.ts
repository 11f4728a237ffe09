import { z } from 'zod';
import { measureSchema } from '../measures/measure.ts';
import { pairedTest, pairedTestSchema } from '../measures/pairedTest.ts';
import { verdictSchema } from '../measures/verdict.ts';

import { certificateAt, provenFragile } from './certificateAt.ts';
import { type Certificate, norms } from './certificateRecord.ts';
import type { CertificateJudgement } from './judgeByCertificate.ts';

/** Claim C2: a model cannot be both accurate and robust once ε reaches d(x, x_l). */
export const corollaryClaimSchema = z.object({
  norm: z.enum(norms),
  epsilon: z.number().min(0),
  clean: measureSchema,
  certificate: measureSchema,
  /** Right on x first, not proven fragile second. */
  test: pairedTestSchema,
  /** Attacks with more robust accuracy than the certificate, at any ε. */
  failedAttacks: z.array(z.string()),
  verdict: verdictSchema,
});

export type CorollaryClaim = Readonly<z.infer<typeof corollaryClaimSchema>>;

/**
 * The claim holds at ε where the certificate is clearly below clean accuracy and no attack reports more than it; else it
 * is undecided, as a certificate near clean accuracy only says that no x_l is near enough.
 */
export function corollaryClaim(
  certificate: Certificate,
  judgements: readonly CertificateJudgement[],
  { norm, epsilon }: { readonly norm: (typeof norms)[number]; readonly epsilon: number },
): CorollaryClaim {
  const notProven = (at: number) => provenFragile(certificate, { norm, epsilon: at }).map((flag) => 1 - flag);
  // At ε = 0 only what is wrong on x is fragile.
  const test = pairedTest(notProven(0), notProven(epsilon));
  const failedAttacks = judgements.filter(({ failed }) => failed).map(({ attack }) => attack);
  return {
    norm,
    epsilon,
    clean: certificate.clean,
    certificate: certificateAt(certificate, { norm, epsilon }),
    test,
    failedAttacks,
    verdict: test.differ && failedAttacks.length === 0 ? 'holds' : 'undecided',
  };
}
