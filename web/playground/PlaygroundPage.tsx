/** Trains a small network on planted data while one watches. */
export function PlaygroundPage() {
  return <h1>Playground</h1>;
}
