const logs = [0];

/** ln n!, for n a whole number ≥ 0. */
export function logFactorial(n: number): number {
  while (logs.length <= n) logs.push(logs[logs.length - 1] + Math.log(logs.length));
  return logs[n];
}
