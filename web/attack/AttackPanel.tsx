/** Attacks the model of the page. */
export function AttackPanel() {
  return <p>Attack</p>;
}
