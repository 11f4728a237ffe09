/** Text that may stand in a page as it is: what the `html` tag made, or an SVG that we drew. */
export class SafeHtml {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | SafeHtml | readonly SafeHtml[];

/**
 * A template tag that escapes every value put into it, so that a class name or a path from outside can never
 * become markup. Values that are `SafeHtml`, or lists of it, go in as they are.
 */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): SafeHtml {
  let page = texts[0];
  parts.forEach((part, index) => {
    page += markup(part) + texts[index + 1];
  });
  return new SafeHtml(page);
}

/** Text with the five characters replaced that have a meaning in HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function markup(part: Part): string {
  if (part instanceof SafeHtml) return part.text;
  if (typeof part === 'object') return part.map((one) => one.text).join('');
  return escapeHtml(String(part));
}
