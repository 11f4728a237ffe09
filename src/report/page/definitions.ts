import { html, type SafeHtml } from './html.ts';

/** A thing by its name, such as a setting. */
export type Definition = readonly [name: string | SafeHtml, value: unknown];

/** Names and values in columns, or one below the other where the values are long; lists are read with commas. */
export function definitions(entries: readonly Definition[], { isLong = false } = {}): SafeHtml {
  const lines = entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${valueText(value)}</dd></div>`);
  return isLong ? html`<dl class="long">${lines}</dl>` : html`<dl>${lines}</dl>`;
}

/** A value as a page shows it. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ') || 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value ?? '–');
}

/** `attackImages` → `attack images`. */
export function wordsOf(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => ` ${letters.toLowerCase()}`);
}

/** A command that a person can copy. */
export function commandLine(command: string): SafeHtml {
  return html`<p class="command"><code>${command}</code></p>`;
}
