import type { Command } from 'commander';

export interface CommandEntry {
  readonly name: string;
  /** One line of `passband --help`. */
  readonly summary: string;
  /** Loads the command's module, which declares its flags; nothing is loaded for commands that are not run. */
  readonly load: () => Promise<(program: Command) => void>;
}

/** Every command, in the order in which `passband --help` lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'train a small network on the planted data set and show which frequencies it uses',
    load: async () => (await import('./training/demo.ts')).addDemoCommand,
  },
  {
    name: 'train',
    summary: 'train a network and measure it on low and high frequencies after every epoch',
    load: async () => (await import('./training/train.ts')).addTrainCommand,
  },
  {
    name: 'measure',
    summary: 'measure a finished run at other radii, without training',
    load: async () => (await import('./training/measure.ts')).addMeasureCommand,
  },
  {
    name: 'compare',
    summary: 'show several training runs side by side in one page',
    load: async () => (await import('./training/compare.ts')).addCompareCommand,
  },
  {
    name: 'study',
    summary: 'rerun a table or figure of the paper, or an experiment of your own',
    load: async () => (await import('./study/study.ts')).addStudyCommand,
  },
  {
    name: 'runs',
    summary: "list the runs of studies, compare their settings, and delete what isn't needed",
    load: async () => (await import('./runs/runs.ts')).addRunsCommand,
  },
  {
    name: 'split',
    summary: 'split images into low- and high-frequency components',
    load: async () => (await import('./split/split.ts')).addSplitCommand,
  },
  {
    name: 'inspect',
    summary: 'say what an ONNX classifier is and how it wants its images',
    load: async () => (await import('./models/inspect.ts')).addInspectCommand,
  },
  {
    name: 'audit',
    summary: 'audit a classifier: frequencies, attacks, certificate, kernels, and its own checks',
    load: async () => (await import('./audit/audit.ts')).addAuditCommand,
  },
  {
    name: 'gate',
    summary: 'hold an audit against thresholds and an earlier audit, for continuous integration',
    load: async () => (await import('./audit/gate.ts')).addGateCommand,
  },
  {
    name: 'attack',
    summary: 'attack an ONNX model, and write the images that fool it',
    load: async () => (await import('./attack/attack.ts')).addAttackCommand,
  },
  {
    name: 'smooth',
    summary: 'smooth the first layer of an ONNX model and measure its robustness',
    load: async () => (await import('./smooth/smooth.ts')).addSmoothCommand,
  },
  {
    name: 'serve',
    summary: 'show runs and audits in the browser, and training as it goes on',
    load: async () => (await import('./pages/serve.ts')).addServeCommand,
  },
  {
    name: 'page',
    summary: 'write the page that looks at images and models as files for any static host',
    load: async () => (await import('./pages/page.ts')).addPageCommand,
  },
];
