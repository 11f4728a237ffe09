/**
 * Makes one tree of elements say what another says, and leaves alone what says it already: what is open stays open, what
 * is scrolled stays scrolled, what is ticked stays ticked, and the page does not flicker.
 *
 * @param to is of another document and is used up
 */
export function morph(from: Element, to: Element): void {
  // A plot with its marks is one thing, to which the report's script has added its own.
  if (from.hasAttribute('data-marks')) {
    if (from.getAttribute('data-marks') !== to.getAttribute('data-marks')) from.replaceWith(to);
    return;
  }
  // What else it has more is the reader's, as an open part, or the report's script's.
  if (!to.hasAttribute('class')) from.removeAttribute('class');
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  const wanted = [...to.childNodes];
  const ids = new Set(wanted.map(idOf));
  for (const [place, next] of wanted.entries()) {
    const id = idOf(next);
    const known = id === '' ? undefined : [...from.children].find((child) => child.id === id);
    if (known && known !== from.childNodes[place]) from.insertBefore(known, from.childNodes[place] ?? null);
    const now = from.childNodes[place];
    if (!now) from.append(next);
    else if (now instanceof Element && next instanceof Element && isAlike(now, next)) morph(now, next);
    else if (now.isEqualNode(next)) continue;
    // It has a place further on.
    else if (idOf(now) !== '' && ids.has(idOf(now))) from.insertBefore(next, now);
    else now.replaceWith(next);
  }
  while (from.childNodes.length > wanted.length) from.lastChild!.remove();
}

const idOf = (node: Node) => (node instanceof Element ? node.id : '');

function isAlike(one: Element, other: Element): boolean {
  return (
    one.nodeName === other.nodeName &&
    one.id === other.id &&
    one.hasAttribute('data-marks') === other.hasAttribute('data-marks')
  );
}
