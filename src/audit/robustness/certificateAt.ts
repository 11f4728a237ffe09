import { type Measure, shareOf } from '../measures/measure.ts';
import type { Certificate, norms } from './certificateRecord.ts';

export interface CertificateQuery {
  readonly norm: (typeof norms)[number];
  /** In pixel units. */
  readonly epsilon: number;
  /** The images that count, as places in the certificate; by default all. */
  readonly images?: ArrayLike<number> | undefined;
}

/** 1 for each image that the certificate proves not to be robust at ε. */
export function provenFragile(
  { n, broken }: Pick<Certificate, 'n' | 'broken'>,
  { norm, epsilon, images }: CertificateQuery,
): Uint8Array {
  if (!(epsilon >= 0)) throw new RangeError(`provenFragile: epsilon must be ≥ 0, got ${epsilon}`);
  const chosen = Array.from(images ?? { length: n }, (image, place) => image ?? place);
  return Uint8Array.from(chosen, (image) => {
    if (!(image >= 0 && image < n)) {
      throw new RangeError(`provenFragile: images must be in 0 … ${n - 1}, got ${image}`);
    }
    const distance = broken[norm][image];
    return distance !== null && distance <= epsilon ? 1 : 0;
  });
}

/** The certificate's upper bound of robust accuracy at any ε, for the certificate's images or some of them. */
export function certificateAt(
  certificate: Pick<Certificate, 'n' | 'broken'>,
  query: CertificateQuery,
): Measure {
  const fragile = provenFragile(certificate, query);
  return shareOf(
    fragile.reduce((count, flag) => count + 1 - flag, 0),
    fragile.length,
  );
}
