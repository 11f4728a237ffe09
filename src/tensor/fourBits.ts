/**
 * Whole numbers of 4 bits, two in a byte with the first in its lower half.
 *
 * @param count how many there are; of an odd number, the last byte's upper half is empty
 * @param signed −8 … 7 in place of 0 … 15
 */
export function fromFourBits(
  bytes: ArrayLike<number>,
  count: number,
  signed: boolean,
): Int8Array | Uint8Array {
  const halfAt = (index: number) => (bytes[index >> 1] >> (4 * (index & 1))) & 15;
  if (!signed) return Uint8Array.from({ length: count }, (_, index) => halfAt(index));
  return Int8Array.from({ length: count }, (_, index) => (halfAt(index) ^ 8) - 8);
}
