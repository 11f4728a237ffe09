/** Address of the list of results on the server that sent the page; null on a plain host, which has none. */
export const resultsAddress =
  document.querySelector('meta[name="passband-results"]')?.getAttribute('content') ?? null;
