import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. */
const longest = [
  'web/layout',
  'web/agreement',
  'web/lens',
  'cli/study/allStudies',
  'cli/audit/audit',
  'web/model',
  'workflows/audit/published',
  'cli/failingSessions',
  'web/attack',
  'cli/training/kill',
  'models/zoo/zoo',
  'web/smooth',
  'web/playground',
  'cli/models/largeImages',
  'networks/architectures/trainingStep',
  'runtime/telemetry',
  'training/plantedInstrument',
  'workflows/training/adversarialRun',
  'web/largeImages',
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
