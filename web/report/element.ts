/** A new element with text, which is never read as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { className = '', text = '' }: { readonly className?: string; readonly text?: string } = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.textContent = text;
  return made;
}
