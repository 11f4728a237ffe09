import { recipeNames, recipes } from '../../studies/recipes/recipes.ts';
import { printJson, printLines } from '../terminal/print.ts';

/** Prints the studies of the paper, each with where the paper has it. */
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
  printLines(['', 'How long one takes: passband study NAME --dry-run']);
}
