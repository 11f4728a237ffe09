import type { StudyPlan } from '../../studies/plan/plannedStudy.ts';
import { shellCommand } from '../../wording/shellCommand.ts';
import type { Flag } from '../terminal/flags.ts';
import { type StudyFlags, studyFlags } from './studyFlags.ts';

/** What was typed for one of several studies, without what changes no number. */
export function commandOf(study: string, typed: StudyFlags): string {
  const { dryRun, methods, retry, yes, jobs, failFast, keepCheckpoints, maxMemory, ...rest } = typed;
  return shellCommand(['passband', 'study', study], unusual(rest));
}

/** Flags that are not as they are where nothing is typed. */
export function unusual(flags: StudyFlags): Record<string, string | boolean | undefined> {
  const known: Readonly<Record<string, Flag>> = studyFlags;
  return Object.fromEntries(Object.entries(flags).filter(([key, value]) => value !== known[key]?.default));
}

/** What makes the index again: the studies of this call, whichever others are in the store. */
export function indexCommand(studies: StudyPlan['studies']): string {
  const [{ command, name }] = studies;
  return studies.length === 1
    ? command
    : command.replace(` study ${name}`, ` study ${studies.map((study) => study.name).join(' ')}`);
}
