// Audits a model as `passband audit MODEL --dataset DATA --budget quick --out DIR` does:
// node examples/auditModel.mjs MODEL DATA DIR [AUDIT.json, whose plan is repeated]
import { auditModels, noProgress } from 'passband';

const [model, dataset, out, plan] = process.argv.slice(2);
const settings = plan ? { dataset, plan } : { dataset, budget: 'quick' };
const progress = { ...noProgress, task: ({ label, done, total }) => console.error(label, done, 'of', total) };
const { audits } = await auditModels([model], settings, { out, progress, now: () => performance.now() });
for (const [name, { value, low, high }] of Object.entries(audits[0].measures))
  console.log(name, value, low, high);
for (const { status, text } of audits[0].checks) console.log(status, text);
