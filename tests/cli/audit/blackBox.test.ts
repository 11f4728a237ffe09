import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { auditRecordSchema } from '#passband/audit/records/auditRecord.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { writeFiles } from '../../support/dataFiles.ts';
import { classicalModel } from '../../support/models/classicalModels.ts';
import { attribute, node } from '../../support/models/foreignModel.ts';
import { runModel } from '../../support/models/runGraph.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import { passbandIn } from '../../support/passband.ts';
import { npzOf, planFile } from '../tinyAudit.ts';

const COUNT = 60;
const classes = ['0', '1', '2'];
const folder = mkdtempSync(join(tmpdir(), 'passband-black-box-'));
const passband = passbandIn(folder);
const data = ['--dataset', 'data.npz', '--mean', '0', '--threads', '1'];
const flags = [...data, '--epsilon', '16/255'];
const planned = [...data, '--plan', 'plan.json'];
const audit = (model: string, out: string) => passband('audit', model, ...planned, '--out', out);
const recordOf = (out: string) =>
  auditRecordSchema.parse(JSON.parse(readFileSync(join(folder, out, 'audit.json'), 'utf8')));

/** Images whose labels are the model's own answers, but for every tenth. */
beforeAll(async () => {
  writeFileSync(join(folder, 'plan.json'), planFile({ radii: [1, 2], epsilons: [parseEpsilon('16/255')] }));
  const random = seededRandom('black box');
  const images = float32([COUNT, 1, 6, 6]);
  for (let at = 0; at < images.data.length; at++) images.data[at] = random.uniform();
  const model = classicalModel('label', { classes });
  const { label } = await runModel(model, { x: { ...images, shape: [COUNT, 36] } });
  const labels = Int32Array.from(label.data as unknown as string[], (name, image) =>
    image % 10 === 9 ? (Number(name) + 1) % 3 : Number(name),
  );
  const unknown = tinyModel({
    channels: 1,
    classes: 3,
    end: [
      { ...node('Shrink', ['z'], ['s'], attribute.f('lambd', 0)), name: 'shrink' },
      node('Identity', ['s'], ['y']),
    ],
  });
  const damaged = tinyModel({ channels: 1, end: [node('If', ['z'], ['y'])] });
  writeFiles(folder, {
    'linear.onnx': classicalModel('maps', { classes }),
    'unknown.onnx': unknown,
    'damaged.onnx': damaged,
    'data.npz': npzOf(images, 3, labels),
    'gate.yaml': 'clean: [">=", 0.8]\n"noise@16/255": [">=", 0.1]\n',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a model that only ONNX Runtime understands', () => {
  it('is audited without what needs its graph, which is said, and passes a gate', async () => {
    const { status, stderr } = await audit('linear.onnx', 'linear');
    expect(status, stderr).toBe(0);
    const { sections, measures, notices, model } = recordOf('linear');
    expect(Object.keys(sections)).toEqual([
      'probes',
      'radiusCurve',
      'flags',
      'decidedByHfc',
      'decidedBySvd',
      'compareSplits',
      'certificate',
      'attacks',
      'heatMap',
    ]);
    expect(measures.clean.value).toBe(0.9);
    expect(sections.attacks?.rows.map(({ name }) => name)).toEqual(['noise@16/255', 'square@16/255']);
    expect(measures['square@16/255'].value).toBeLessThan(measures.clean.value);
    const said =
      "operators of domain 'ai.onnx.ml' (LinearClassifier) are not supported: node 'label', so ONNX Runtime runs the file as it is; gradient attacks, kernels, batch statistics and smoothing are left out";
    expect(notices.filter((notice) => notice.includes('ONNX Runtime runs'))).toEqual([said]);
    expect(model.preflight.notes).toContain('the scores before ZipMap are taken');
    expect(readFileSync(join(folder, 'linear/audit.html'), 'utf8')).toContain(
      'so ONNX Runtime runs the file as it is',
    );
    const gate = await passband('gate', 'linear/audit.json', '--config', 'gate.yaml');
    expect([gate.status, gate.stderr]).toEqual([0, '']);
  });

  it('is attacked by what needs no gradient, and refuses the rest in a line', async () => {
    const attacked = await passband(
      'attack',
      'linear.onnx',
      ...flags,
      '--method',
      'square',
      '--steps',
      '20',
      '--out',
      'square',
    );
    expect(attacked.status, attacked.stderr).toBe(0);
    const refused = await passband('attack', 'linear.onnx', ...flags, '--method', 'pgd', '--out', 'pgd');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(
      /^passband: pgd needs a gradient; --method square and noise do without: operators of domain 'ai\.onnx\.ml' .*\n$/,
    );
    const smoothed = await passband(
      'smooth',
      'unknown.onnx',
      '--dataset',
      'data.npz',
      '--mean',
      '0',
      '--out',
      'smooth',
    );
    expect(smoothed.status).toBe(2);
    expect(smoothed.stderr.trimEnd().split('\n').at(-1)).toBe(
      "passband: unknown.onnx: Shrink 'shrink': this operator is not supported",
    );
  });

  it('stands beside others', async () => {
    const { status, stderr } = await passband(
      'audit',
      ...['linear.onnx', 'unknown.onnx', ...planned, '--out', 'both'],
    );
    expect(status, stderr).toBe(0);
    const { pairs, transfer } = JSON.parse(readFileSync(join(folder, 'both/comparison.json'), 'utf8'));
    expect([pairs.length, transfer.attack]).toEqual([1, 'noise@16/255']);
  });

  it('is inspected, once ONNX Runtime has taken it', async () => {
    const { status, stdout, stderr } = await passband('inspect', 'linear.onnx');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ {2}black box +operators of .*, so ONNX Runtime runs the file as it is/m);
    expect(stdout).toMatch(/^ {2}output +'maps' \[N, 3\], logits$/m);
    const refused = await passband('inspect', 'damaged.onnx');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/^passband: damaged\.onnx: .*\n$/);
  });
});
