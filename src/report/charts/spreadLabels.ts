/**
 * Moves labels apart along one axis, each as little as possible (least squares), so that neighbours are at least
 * `gap` apart and all lie in [low, high]. Where they cannot all fit, the gap shrinks.
 *
 * @param positions where the labels would like to be, in any order
 * @returns new positions in the order of `positions`
 */
export function spreadLabels(
  positions: readonly number[],
  gap: number,
  [low, high]: readonly [number, number],
): number[] {
  const room = positions.length > 1 ? (high - low) / (positions.length - 1) : gap;
  const step = Math.min(gap, room);
  const order = positions.map((_, index) => index).sort((a, b) => positions[a] - positions[b]);

  // Less index · step, "at least a gap apart" reads "not descending": pool neighbours that descend (isotonic regression).
  const pools: { sum: number; count: number }[] = [];
  order.forEach((label, place) => {
    let pool = { sum: positions[label] - place * step, count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  });

  const highest = high - (positions.length - 1) * step;
  const spread = new Array<number>(positions.length);
  let place = 0;
  for (const { sum, count } of pools) {
    const base = Math.min(Math.max(sum / count, low), highest);
    for (let member = 0; member < count; member++, place++) spread[order[place]] = base + place * step;
  }
  return spread;
}
