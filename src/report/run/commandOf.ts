import { type ConfigKey, resolveConfig, type TrainingConfig } from '../../training/config/config.ts';
import { flagOf, quoted } from '../../wording/shellCommand.ts';

const stated: ReadonlySet<ConfigKey> = new Set(['dataset', 'out']);

/** The shortest command that makes a run with this configuration, for a POSIX shell. */
export function commandOf(config: TrainingConfig): string {
  const { dataset, preset, network, threads, out } = config;
  const context = { threads, out };
  const usual = resolveConfig({ dataset, preset }, context);
  // Other defaults may hang on these two.
  const defaults = {
    ...resolveConfig({ dataset, preset, network }, context),
    network: usual.network,
    preset: 'paper',
  };
  const keys = Object.keys(config) as ConfigKey[];
  const differs = (key: ConfigKey) =>
    // Usually as many as there are cores, so that another machine would divide a batch otherwise.
    key === 'shards' ? !config.batchNorm : String(config[key]) !== String(defaults[key]);
  const words = keys
    .filter((key) => stated.has(key) || differs(key))
    .toSorted((a, b) => Number(b === 'dataset') - Number(a === 'dataset'))
    .flatMap((key) => {
      const value = config[key];
      if (typeof value === 'boolean') return value ? flagOf(key) : `--no-${flagOf(key).slice(2)}`;
      return [flagOf(key), quoted(Array.isArray(value) ? value.join(',') : String(value))];
    });
  return ['passband', 'train', ...words].join(' ');
}
