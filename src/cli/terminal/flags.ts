import { type Command, Option } from 'commander';
import { flagOf } from '../../wording/shellCommand.ts';

/** A flag of a command; its key in the command's table is its name (`dataDir` is `--data-dir`). */
export interface Flag {
  readonly help: string;
  /** What a value looks like in the help; without it the flag is a switch. */
  readonly value?: string;
  /** Of a switch: the help of its `--no-…`, where it has one. */
  readonly negative?: string;
  readonly choices?: readonly string[];
  /** As it would be typed. */
  readonly default?: string;
  readonly isRequired?: boolean;
  /** Whether it may be given several times; its values are a list then. */
  readonly isRepeated?: boolean;
  /**
   * The value that was typed.
   *
   * @throws UserError that names the flag and what was typed
   */
  readonly read?: (typed: string, flag: string) => unknown;
}

/** All flags of a command, in the order of its help. */
export type FlagTable = Readonly<Record<string, Flag>>;

/** A flag for each setting of a workflow, under its name, and for what is the call's alone. */
export type FlagsOf<Settings, Call extends string = never> = {
  readonly [Name in keyof Settings | Call]-?: Flag;
};

/** What was typed for a table's flags, or its default. */
export type Typed<T extends FlagTable> = {
  readonly [K in keyof T]?:
    | (T[K] extends { readonly isRepeated: true }
        ? readonly string[]
        : T[K] extends { readonly value: string }
          ? string
          : boolean)
    | undefined;
};

/** The values of a table's flags. */
export type FlagValues<T extends FlagTable> = {
  readonly [K in keyof T as T[K] extends AlwaysThere ? K : never]: ValueOf<T[K]>;
} & {
  readonly [K in keyof T as T[K] extends AlwaysThere ? never : K]?: ValueOf<T[K]> | undefined;
};

type AlwaysThere = { readonly default: string } | { readonly isRequired: true };
type ValueOf<F extends Flag> = F extends { readonly isRepeated: true } ? readonly OneOf<F>[] : OneOf<F>;
type OneOf<F extends Flag> = F extends { readonly read: (...words: never[]) => infer V }
  ? V
  : F extends { readonly value: string }
    ? string
    : boolean;

/** Declares the flags of a table. */
export function addFlags(command: Command, table: FlagTable): Command {
  for (const [key, entry] of Object.entries(table)) {
    const { value, help, negative, choices, default: usual, isRequired = false, isRepeated = false } = entry;
    const flag = flagOf(key);
    const option = new Option(value === undefined ? flag : `${flag} <${value}>`, help);
    if (choices) option.choices(choices);
    if (usual !== undefined) option.default(usual);
    if (isRepeated) option.argParser((word, before?: readonly string[]) => [...(before ?? []), word]);
    command.addOption(option.makeOptionMandatory(isRequired));
    if (negative !== undefined) command.option(`--no-${flag.slice(2)}`, negative);
  }
  return command;
}

/**
 * The values of a table's flags; undefined where nothing was typed and there is no default.
 *
 * @throws UserError that names the first flag that cannot be read and what was typed
 */
export function readFlags<T extends FlagTable>(table: T, typed: Typed<T>): FlagValues<T> {
  const values = Object.entries(table).map(([key, { read, default: usual }]) => {
    const word = typed[key] ?? usual;
    if (read && Array.isArray(word)) return [key, word.map((each: string) => read(each, flagOf(key)))];
    return [key, read && typeof word === 'string' ? read(word, flagOf(key)) : word];
  });
  return Object.fromEntries(values) as FlagValues<T>;
}

/** Names of the flags that were typed. */
export function typedOf(command: Command): string[] {
  return Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
}
