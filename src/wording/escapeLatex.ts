import { printable } from './printable.ts';

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  '`': '{`}',
  // A row that begins with one of these would be read as an argument of the line end before it.
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  α: '$\\alpha$',
  β: '$\\beta$',
  ε: '$\\varepsilon$',
  λ: '$\\lambda$',
  μ: '$\\mu$',
  ρ: '$\\rho$',
  σ: '$\\sigma$',
  '×': '$\\times$',
  '±': '$\\pm$',
  '−': '$-$',
  '·': '$\\cdot$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '∞': '$\\infty$',
  '→': '$\\to$',
  '²': '$^{2}$',
  '–': '--',
  '—': '---',
  '…': '\\dots{}',
  '‘': '{`}',
  '’': "'",
  '“': '``',
  '”': "''",
  '§': '\\S{}',
  '\u00a0': '\\ ',
  '\u202f': '\\,',
};

/** Text as LaTeX typesets it in a cell or a caption; letters of other scripts stay, for which XeLaTeX or LuaLaTeX has fonts. */
export function escapeLatex(text: string): string {
  return [...printable(text).replace(/-(?=-)/g, '-\u200b')]
    .map((letter) => (letter === '\u200b' ? '{}' : (commands[letter] ?? letter)))
    .join('');
}
