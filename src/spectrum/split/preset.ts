/** Whose conventions: those of the paper's text, or those of its authors' code, which differ (docs/split.md). */
export const presets = ['paper', 'authors'] as const;

export type Preset = (typeof presets)[number];
