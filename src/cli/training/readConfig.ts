import { type ConfigKey, type GivenConfig, givenConfigSchema } from '../../training/config/config.ts';
import { flagOf } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { didYouMean } from '../terminal/didYouMean.ts';
import { readYaml } from '../terminal/readYaml.ts';
import { type ConfigFlag, configFlags } from './configFlags.ts';

const CHOICE = 'one of ';
const keys = Object.keys(configFlags) as ConfigKey[];

/** What was typed: flag values by key, as text or true/false. */
export type TypedConfig = Readonly<Partial<Record<ConfigKey, string | boolean | undefined>>>;

/**
 * The settings of a configuration file and of flags; flags win.
 *
 * @param file path of a YAML or JSON file
 * @throws UserError when the file cannot be read, a key is unknown or a value is not what its key takes
 */
export function readConfig(flags: TypedConfig, file?: string): GivenConfig {
  const fromFile = file === undefined ? {} : checkFile(file);
  const typed = Object.entries(flags).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, typedValue(configFlags[key as ConfigKey], value)]],
  );
  return { ...fromFile, ...check(Object.fromEntries(typed), flags, flagOf) };
}

function checkFile(file: string): GivenConfig {
  const values = readFile(file);
  return check(values, values, (key) => `${file}: ${key}`);
}

function readFile(file: string): Record<string, unknown> {
  const content = readYaml(file);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UserError(`${file}: a configuration is a list of lines such as "epochs: 10"`);
  }
  const entries = Object.entries(content).map(([written, value]) => {
    const key = written.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
    if (!Object.hasOwn(configFlags, key)) {
      throw new UserError(`${file}: unknown key '${written}'${didYouMean(key, keys)}`);
    }
    return [key, key === 'radius' && typeof value === 'number' ? [value] : value];
  });
  return Object.fromEntries(entries);
}

function typedValue({ kind }: ConfigFlag, typed: string | boolean): unknown {
  if (typeof typed === 'boolean' || kind === 'text') return typed;
  const numberOf = (word: string) => (word.trim() === '' ? word : Number(word));
  return kind === 'numbers' ? typed.split(',').map(numberOf) : numberOf(typed);
}

/** @param written the values as a person wrote them, for the message */
function check(
  values: Record<string, unknown>,
  written: Readonly<Record<string, unknown>>,
  nameOf: (key: string) => string,
): GivenConfig {
  const result = givenConfigSchema.safeParse(values);
  if (result.success) return result.data;
  const key = result.error.issues[0].path[0] as ConfigKey;
  const { rule } = configFlags[key];
  const value = written[key];
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const near = rule.startsWith(CHOICE) ? didYouMean(shown, rule.slice(CHOICE.length).split(', ')) : '';
  throw new UserError(`${nameOf(key)} must be ${rule}, got ${shown}${near}`);
}
