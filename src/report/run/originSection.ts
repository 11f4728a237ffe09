import type { RunRecord } from '../../training/run/runFolder.ts';
import { commandLine, definitions, wordsOf } from '../page/definitions.ts';
import { html } from '../page/html.ts';
import type { PageSection } from '../page/pageSections.ts';
import { layoutNote } from './layoutNote.ts';

/**
 * How a run was made.
 *
 * @param command the one that makes it again, where there is one
 */
export function originSection(run: RunRecord, command?: string): PageSection {
  const hashes = Object.entries(run.dataset.hashes);
  const again = command
    ? html`<p class="quiet">This command makes it again.</p>
${commandLine(command)}
`
    : '';
  const note = run.layouts
    ? html`<p>Note: ${layoutNote(run.layouts)}.</p>
`
    : '';
  const body = html`${again}${note}<h3>Settings and versions</h3>
${definitions(Object.entries({ ...run.config, ...run.versions }).map(([name, value]) => [wordsOf(name), value]))}
<details><summary>SHA-256 of the data</summary>${definitions(hashes, { isLong: true })}</details>`;
  return { id: 'origin', title: 'How it was made', body };
}
