import { stringify } from 'yaml';
import { requireRecord } from '../../files/readRecord.ts';
import { studyKind, studyRecordSchema } from '../../report/study/studyRecord.ts';
import type { StudyPlan } from '../../studies/plan/plannedStudy.ts';
import { recipeNames, recipes } from '../../studies/recipes/recipes.ts';
import { UserError } from '../../wording/userError.ts';
import { printJson, printLines } from '../terminal/print.ts';

/** What studies there are. */
export function printList(json: boolean): void {
  const entries = recipeNames.map((name) => ({
    name,
    paper: recipes[name].paper,
    title: recipes[name].title,
  }));
  if (json) {
    printJson(entries);
    return;
  }
  const width = recipeNames.reduce((most, name) => Math.max(most, name.length), 0);
  const paper = entries.reduce((most, entry) => Math.max(most, entry.paper.length), 0);
  printLines(
    entries.map(({ name, paper: of, title }) => `  ${name.padEnd(width)}   ${of.padEnd(paper)}   ${title}`),
  );
}

/** A built-in study in the form of one's own. */
export function printSpec({ studies }: StudyPlan): void {
  if (studies.length > 1) throw new UserError('--print takes one study at a time');
  const [{ spec, recipe }] = studies;
  const { models, ...written } = spec;
  const left =
    recipe?.tables || recipe?.pictures
      ? [
          '# The paper’s own table or picture of this study, and its claims, are left out: a file cannot say them.',
        ]
      : ['# The claims of the paper are left out: a file cannot say them.'];
  printLines([
    ...left,
    ...stringify({ ...written, ...(models.length > 0 && { models }) })
      .trimEnd()
      .split('\n'),
  ]);
}

/** The paragraph of each study that a paper needs. */
export async function printMethods({ studies }: StudyPlan): Promise<void> {
  for (const { folder } of studies) {
    const { methods } = await requireRecord(folder, 'study.json', studyRecordSchema, studyKind).catch(() => {
      throw new UserError(`${folder} holds no study yet; run it first, without --methods`);
    });
    printLines([methods]);
  }
}
