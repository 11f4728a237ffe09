/** A setting's value as people read and type it: `0.001`, `true`, `4,8,12`; `none` where there is none. */
export function settingText(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
