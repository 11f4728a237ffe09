import { studyIndex } from '../report/study/pages/studyIndex.ts';
import { type Answer, nothingAt, type Refusal } from './http/answer.ts';
import { contextOf } from './inResults.ts';
import type { Place } from './place.ts';
import { studyNow } from './results/studyNow.ts';

/** The paper's claims by data set, of all studies in the folder of results; one that cannot be read is left out. */
export async function claimsPage(place: Place): Promise<Answer | Refusal> {
  const { kept, path } = place;
  const view = await kept.watch.view([]);
  const found = view.results.filter(({ kind }) => kind.kind === 'study');
  const studies = await Promise.all(
    found.map(async ({ folder, segments, stamp }) => {
      const key = JSON.stringify([folder, stamp.text]);
      const record = await kept.studies.get(key, () => claimsOf(folder)).catch(() => null);
      const href = `runs/${segments.map((name) => `${encodeURIComponent(name)}/`).join('')}`;
      return record === null ? [] : [{ record, href }];
    }),
  );
  if (found.length === 0) return nothingAt(path);
  return { html: studyIndex(studies.flat(), { served: contextOf(place, view) }) };
}

/** What the page takes of a study, which has much more. */
async function claimsOf(folder: string) {
  return { ...(await studyNow(folder)), figures: [], tables: [], pictures: [] };
}
