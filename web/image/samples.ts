const files = import.meta.glob<string>('../samples/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** Pictures that come with the page, by their name in the URL; drawn by `scripts/drawSamples.mjs`. */
export const samples: ReadonlyMap<string, string> = new Map(
  ['automobile', 'truck', 'ship', 'horse', 'airplane', 'bird', 'deer', 'cat', 'frog']
    .filter((name) => files[`../samples/${name}.webp`])
    .map((name) => [name, files[`../samples/${name}.webp`]]),
);
