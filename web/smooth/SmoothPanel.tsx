/** Smooths the model of the page. */
export function SmoothPanel() {
  return <p>Smooth</p>;
}
