import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. */
const longest = [
  'training/plantedInstrument',
  'cli/failingSessions',
  'cli/training/kill',
  'cli/models/largeImages',
  'models/zoo/zoo',
  'web/lens',
  'cli/audit/audit',
  'web/model',
  'web/agreement',
  'web/layout',
  'web/attack',
  'web/smooth',
  'web/playground',
  'networks/architectures/trainingStep',
  'cli/hostileNames',
];

/** Begins with what takes longest, so that two processes end at about the same time. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return [...(await super.sort(files))].sort((a, b) => rank(a) - rank(b));
  }
}
