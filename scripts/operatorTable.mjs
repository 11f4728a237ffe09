// Writes docs/operators.md from the tables of shape inference, conversions and gradient rules, so that it says what the
// code does. Run after the build: node scripts/operatorTable.mjs [file]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { zeroGradients } from '../dist/autodiff/rules/zero.js';
import { gradientRules } from '../dist/autodiff/rules.js';
import { inferenceRules } from '../dist/onnx/infer/inferTypes.js';
import { conversions, NEWEST_OPSET, newerOperators, OLDEST_OPSET } from '../dist/onnx/raise/raiseNodes.js';

const file = process.argv[2] ?? fileURLToPath(new URL('../docs/operators.md', import.meta.url));

const domains = [
  ['', 'The ONNX standard'],
  ['com.microsoft', 'ONNX Runtime (`com.microsoft`)'],
];

writeFileSync(
  file,
  `# Operators

Written by \`npm run docs:operators\` from the tables in \`src/onnx/infer/\`, \`src/onnx/raise/\` and \`src/autodiff/rules/\`.

A model file of opset ${OLDEST_OPSET} to ${NEWEST_OPSET} is read as a graph of opset 17, and everything later works on that.
Operators of the standard that are in no row are not supported: ONNX Runtime runs a model with one as it is, without gradients.

- **Shapes**: the shapes of its results are inferred. Without that, types stated in the file are used where there are some.
- **Opsets**: where a file of another opset writes the operator otherwise, it is rewritten; "always" is an operator that is
  read as others, of which it consists. All else is the same in every opset that is read.
- **Gradient**: "yes" is a rule, whose value a test compares with finite differences; "zero" is one that says that small changes
  of the input change nothing; "of its parts" is that of the operators which it is read as. An operator without one is named,
  with its node, when a gradient has to pass through it. So is a form of an operator that its rule does not cover.

${domains.map(([domain, title]) => section(domain, title)).join('\n')}
The CPU provider's blocked layout (\`com.microsoft.nchwc\`) is converted to the standard layout when a file is read; there are shapes and gradients for what \`src/layout/\` writes.
`,
);

function section(domain, title) {
  const tables = [inferenceRules, conversions, gradientRules].map((each) => Object.keys(each[domain] ?? {}));
  const newer = domain === '' ? [...newerOperators] : [];
  const operators = [...new Set([...tables.flat(), ...newer])].sort((a, b) => a.localeCompare(b, 'en'));
  const rows = operators.map(
    (op) => `| ${op} | ${shapes(domain, op)} | ${opsets(domain, op)} | ${gradient(domain, op)} |`,
  );
  return `## ${title}\n\n| operator | shapes | opsets | gradient |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function has(table, domain, op) {
  return Object.hasOwn(table[domain] ?? {}, op);
}

/** True for an operator that is converted whatever the file's opset. */
function isAlwaysConverted(domain, op) {
  const always = ({ below, from }) => below === undefined && from === undefined;
  return has(conversions, domain, op) && conversions[domain][op].some(always);
}

/** True for an operator that is always read as others. */
function isSpelledOut(domain, op) {
  return isAlwaysConverted(domain, op) && !has(inferenceRules, domain, op);
}

function shapes(domain, op) {
  if (has(inferenceRules, domain, op)) return 'yes';
  return isSpelledOut(domain, op) ? 'of its parts' : 'no';
}

function opsets(domain, op) {
  if (domain === '' && newerOperators.has(op)) return 'not read';
  if (!has(conversions, domain, op)) return 'the same';
  if (isAlwaysConverted(domain, op) && !isSpelledOut(domain, op)) return 'constants are folded';
  const ranges = conversions[domain][op].map(({ below, from }) => {
    if (below !== undefined) return `below ${below}`;
    return from === undefined ? 'always' : `from ${from}`;
  });
  return `rewritten ${ranges.join(' and ')}`;
}

function gradient(domain, op) {
  if (domain === '' && Object.hasOwn(zeroGradients, op)) return 'zero';
  if (has(gradientRules, domain, op)) return 'yes';
  return isSpelledOut(domain, op) ? 'of its parts' : 'no';
}
