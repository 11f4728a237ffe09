import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '#passband/audit/records/auditRecord.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, tensor } from '#passband/tensor/tensor.ts';
import { npzFile, suiteFolder, writeFiles } from '../../support/dataFiles.ts';
import { classicalModel, classicalNames } from '../../support/models/classicalModels.ts';
import { runModel } from '../../support/models/runGraph.ts';
import { passbandIn } from '../../support/passband.ts';

const COUNT = 60;
const folder = suiteFolder();
const passband = passbandIn(folder);
