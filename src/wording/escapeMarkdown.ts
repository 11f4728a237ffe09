import { printable } from './printable.ts';

/**
 * What Markdown of GitHub's and GitLab's kind may take for markup, a reference, the end of a table's cell, or the beginning of a link:
 * signs that mean something wherever they stand, and those that do only beside certain others. An underscore within a word means
 * nothing, nor does a colon before a space, and `pgd@8/255` is no address.
 */
const MARKUP = [
  /[\\`*[\]{}<|~#$]/u,
  /^>/u,
  /&(?=#?\w)/u,
  /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u,
  /:(?=\S)/u,
  /!(?=[\d[])/u,
  /(?<!\w)@|@(?!\d[\d./]*(?![\w.]))/u,
  /^[-+](?=[ -])/u,
  /(?<=www)\./iu,
];
const ALL = new RegExp(MARKUP.map(({ source }) => source).join('|'), 'giu');

/**
 * Text from outside as it reads, in a paragraph, a heading, a link's text or a cell of a table: what could be markup, a link or the end of a
 * cell becomes a numeric entity, which Markdown never takes for markup. All else stays, so that the file reads well as plain text too.
 */
export function escapeMarkdown(text: string): string {
  return printable(text).replace(ALL, (sign) => `&#${sign.codePointAt(0)};`);
}
