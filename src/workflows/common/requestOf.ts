import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import type { CommandRequest } from '../../audit/plan/commandRequest.ts';

type Setting = string | number | boolean | Epsilon | readonly (string | number | Epsilon)[] | undefined;
type SettingsOf<T> = { readonly [Name in keyof T]: Setting };

/**
 * The request that a record keeps, as if settings had been typed, so that the command can go on with what a script began.
 */
export function requestOf<T extends SettingsOf<T>>(models: readonly string[], settings: T): CommandRequest {
  return { models: [...models], flags: flagsOf(settings) };
}

/** Settings as flags: each is the flag of its name, as text. */
export function flagsOf<T extends SettingsOf<T>>(settings: T): CommandRequest['flags'] {
  const entries = Object.entries<Setting>(settings).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'boolean' ? value : settingText(value)]],
  );
  return Object.fromEntries(entries);
}

/** A setting as its flag's value would be typed. */
export function settingText(value: Exclude<Setting, boolean | undefined>): string {
  if (typeof value !== 'object') return String(value);
  return 'text' in value ? value.text : value.map(settingText).join(',');
}
