// Audits a model as `passband audit MODEL --dataset DATA --budget quick --out DIR` does:
// node examples/auditModel.mjs MODEL DATA DIR
import { auditModels, noProgress } from 'passband';

const [model, dataset, out] = process.argv.slice(2);
const progress = { ...noProgress, task: ({ label, done, total }) => console.error(label, done, 'of', total) };
const { audits } = await auditModels([model], { budget: 'quick', dataset }, { out, progress });
for (const [name, { value, low, high }] of Object.entries(audits[0].measures))
  console.log(name, value, low, high);
for (const { status, text } of audits[0].checks) console.log(status, text);
