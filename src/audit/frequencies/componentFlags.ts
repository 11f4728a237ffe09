import { rightOf } from '../measures/answers.ts';
import { answersTo, type ComponentAnswers } from '../measures/componentAnswers.ts';
import { decidedFlags } from './decided.ts';

/**
 * The answers of a pass under the names of an audit's measures: `clean`, and for each radius `lfc@r`, `hfc@r` and
 * `decidedByHfc@r`; 1 for each image that counts. They are shown in the pass's first rescaling.
 */
export function componentFlags(answers: ComponentAnswers): Record<string, Uint8Array> {
  const { x, labels, radii } = answers;
  const [rescale] = answers.rescales;
  const flags: Record<string, Uint8Array> = { clean: rightOf(x, labels) };
  for (const radius of radii) {
    const low = answersTo(answers, { component: 'lfc', radius, rescale });
    const high = answersTo(answers, { component: 'hfc', radius, rescale });
    flags[`lfc@${radius}`] = rightOf(low, labels);
    flags[`hfc@${radius}`] = rightOf(high, labels);
    flags[`decidedByHfc@${radius}`] = decidedFlags({ x, low, high }, labels);
  }
  return flags;
}
