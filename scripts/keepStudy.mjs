// Keeps studies in docs/results/studies/: the record without its curves' every digit, figures and pictures as SVG, tables as Markdown, and one page of
// the claims. After the build: node scripts/keepStudy.mjs STORE STUDY_FOLDER… (all folders of the store that hold a finished study, where none is named)
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verdictSigns } from '../dist/report/study/pages/claimsSection.js';
import { studyIndexMarkdown } from '../dist/report/study/pages/studyIndexMarkdown.js';
import { studyRecordSchema } from '../dist/report/study/studyRecord.js';

const [store, ...named] = process.argv.slice(2);
const target = fileURLToPath(new URL('../docs/results/studies', import.meta.url));
const folders = named.length > 0 ? named : readdirSync(store);
for (const name of folders) {
  const from = join(store, name);
  if (!existsSync(join(from, 'study.json'))) continue;
  const whole = studyRecordSchema.parse(JSON.parse(readFileSync(join(from, 'study.json'), 'utf8')));
  // The path of a store says nothing to a reader.
  const record = { ...whole, command: whole.command.replace(/ --store \S+/, '') };
  if (record.status !== 'finished') continue;
  const to = join(target, name);
  mkdirSync(to, { recursive: true });
  // Four digits are more than a thousand images can tell.
  const short = (_, value) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  writeFileSync(join(to, 'study.json'), `${JSON.stringify(record, short)}\n`);
  for (const { id } of [...record.figures, ...record.pictures]) {
    writeFileSync(join(to, `${id}.svg`), readFileSync(join(from, 'figures', `${id}.svg`)));
  }
  const tables = record.tables.map(({ id }) => readFileSync(join(from, 'tables', `${id}.md`), 'utf8').trim());
  const claims = record.claims.map(
    ({ id, text, verdict, reason, numbers }) =>
      `- <a id="${id}"></a>**${id} ${verdict}.** ${text}${reason ? ` Why: ${reason}.` : ''}\n${numbers.map((each) => `  - ${each.verdict ? `${verdictSigns[each.verdict]} ` : ''}${each.name}: ${each.text}`).join('\n')}`,
  );
  const minutes = Math.round(record.runs.reduce((sum, run) => sum + run.elapsedMs, 0) / 60_000);
  const pictures = [...record.figures, ...record.pictures].map(({ id, title }) => `![${title}](${id}.svg)`);
  const page = [
    `# ${record.title}: ${record.dataset.name}, ${record.scale}`,
    `\`${record.command}\`; ${record.runs.length} run${record.runs.length === 1 ? '' : 's'}, ${minutes} minutes of training and measuring in all.`,
    ...record.notes,
    ...(claims.length > 0 ? ['## Claims', claims.join('\n')] : []),
    ...pictures,
    ...tables,
  ];
  writeFileSync(join(to, 'README.md'), `${page.join('\n\n')}\n`);
  process.stdout.write(`${to}\n`);
}

const kept = readdirSync(target).filter((name) => existsSync(join(target, name, 'study.json')));
const studies = kept.map((name) => ({
  record: studyRecordSchema.parse(JSON.parse(readFileSync(join(target, name, 'study.json'), 'utf8'))),
  href: `${encodeURIComponent(name)}/README.md`,
}));
writeFileSync(join(target, 'README.md'), studyIndexMarkdown(studies));
