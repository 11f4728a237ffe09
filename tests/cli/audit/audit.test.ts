import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { type AuditRecord, auditRecordSchema } from '#passband/audit/records/auditRecord.ts';
import { comparisonSchema } from '#passband/audit/records/comparison.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { uniqueNames } from '#passband/workflows/audit/auditModels.ts';
import { attribute, floats, int64s, node } from '../../support/models/foreignModel.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import { passbandIn } from '../../support/passband.ts';
import { publishedSchema } from '../../support/publishedSchema.ts';
import { colourImages, npzOf, planFile, writeTinyAudit } from '../tinyAudit.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-audit-'));
const children = new Set<ChildProcess>();

const usual = ['--dataset', 'data.npz', '--mean', '0', '--threads', '1'];
const quick = [...usual, '--plan', 'plan.json'];

type Ended = Promise<{
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}>;

/** Starts `passband` in the folder of the model and its images. */
function start(...words: string[]) {
  const child = spawn(process.execPath, [main, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (said.stdout += text));
  child.stderr.on('data', (text) => (said.stderr += text));
  children.add(child);
  const ended: Ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
  return { child, ended };
}

const passband = passbandIn(folder);
const recordOf = (out: string): AuditRecord =>
  auditRecordSchema.parse(JSON.parse(readFileSync(join(folder, out, 'audit.json'), 'utf8')));

/** Waits until an audit has so many attacks. */
async function attacked(out: string, count: number): Promise<void> {
  const path = join(folder, out, 'audit.json');
  const rows = () => (existsSync(path) ? (recordOf(out).sections.attacks?.rows.length ?? 0) : 0);
  while (rows() < count) await wait(2);
}

describe('passband audit', () => {
  let whole: AuditRecord;

  beforeAll(async () => {
    await writeTinyAudit(folder, { count: 60 });
    const { status, stdout, stderr } = await passband('audit', 'tiny.onnx', ...quick, '--out', 'whole');
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('pgd@16/255');
    whole = recordOf('whole');
  });

  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('leaves a record of every part, a page, and passes its own checks', () => {
    expect(whole.status).toBe('finished');
    expect(whole.request).toMatchObject({ models: ['tiny.onnx'], flags: { plan: 'plan.json', mean: '0' } });
    expect(Object.keys(whole.sections)).toEqual([
      'probes',
      'radiusCurve',
      'flags',
      'decidedByHfc',
      'decidedBySvd',
      'compareSplits',
      'firstLayer',
      'certificate',
      'attacks',
      'heatMap',
    ]);
    expect(Object.keys(whole.measures)).toEqual([
      ...['clean', 'lfc@2', 'hfc@2', 'decidedByHfc@2', 'lfc@4', 'hfc@4', 'decidedByHfc@4', 'decidedByHfc'],
      ...['decidedByHfcSvd@4', 'noise@16/255', 'fgsm@4/255', 'fgsm@16/255', 'pgd@4/255', 'pgd@16/255'],
      ...['pgd-l2@0.5', 'certificate@4/255', 'certificate@16/255', 'certificate-l2@0.5', 'smoothness'],
    ]);
    expect(whole.measures.clean).toMatchObject({ value: 0.9, n: 60 });
    expect(whole.checks.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(readFileSync(join(folder, 'whole/audit.html'), 'utf8')).toContain('tiny');
  });

  it('is what the published JSON Schema says', () => {
    const written = JSON.parse(readFileSync(join(folder, 'whole/audit.json'), 'utf8'));
    const schema = publishedSchema('audit');
    expect(schema.parse(written)).toEqual(written);
    expect(schema.safeParse({ ...written, extra: 1 }).success).toBe(false);
    expect(schema.safeParse({ ...written, measures: { clean: { value: 'high' } } }).success).toBe(false);
  });

  it('is what passband gate reads', async () => {
    writeFileSync(join(folder, 'gate.json'), '{"clean": [">=", 0.85], "pgd@16/255": [">=", 0.99]}');
    const { status: code, stdout } = await passband('gate', 'whole/audit.json', '--config', 'gate.json');
    expect(code).toBe(1);
    expect(stdout).toContain('pgd@16/255');
  });

  it('killed and resumed leaves the same record', async () => {
    const { child, ended } = start('audit', 'tiny.onnx', ...quick, '--out', 'killed');
    await attacked('killed', 2);
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    expect(recordOf('killed').status).toBe('running');
    const { status: code, stderr } = await passband('audit', '--resume', 'killed');
    expect(code, stderr).toBe(0);
    expect(recordOf('killed')).toEqual(whole);
  });

  it('repeats the plan of an earlier audit, whatever its budget, to the same bits', async () => {
    const { stderr, status: code } = await passband(
      ...['audit', 'tiny.onnx', ...usual, '--plan', 'whole/audit.json', '--out', 'again'],
    );
    expect(code, stderr).toBe(0);
    const { request: _, ...again } = recordOf('again');
    const { request: __, ...first } = whole;
    expect(again).toEqual(first);
  });

  it('measures the model, and writes the plan that fits before the first number', async () => {
    const chosen = ['--budget', 'quick', '--radius', '2', '--epsilon', '8/255', '--limit', '4'];
    const { child, ended } = start('audit', 'tiny.onnx', ...usual, ...chosen, '--out', 'measured');
    while (!existsSync(join(folder, 'measured/audit.json')) && child.exitCode === null) await wait(2);
    const { settings, sections } = recordOf('measured');
    child.kill('SIGKILL');
    const { stderr } = await ended;
    expect(stderr).toMatch(
      /^Measured: budget quick, plan \d+ of 11 takes about .* with this model on this machine \(4 images at /m,
    );
    expect(Object.keys(sections).length).toBeLessThan(3);
    expect(settings.plan).toBeGreaterThan(6);
    const { status: code, stderr: after } = await passband('audit', '--resume', 'measured');
    expect(code, after).toBe(0);
    expect(after).not.toContain('Measured');
    expect(recordOf('measured').settings).toEqual(settings);
  });

  it('stopped with Ctrl-C exits with 130, says how to go on, and leaves the same after that', async () => {
    const { child, ended } = start('audit', 'tiny.onnx', ...quick, '--out', 'stopped');
    await attacked('stopped', 1);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('Stopped. To go on: passband audit --resume stopped\n');
    expect(recordOf('stopped').status).toBe('stopped');
    const again = await passband('audit', '--resume', 'stopped', '--json');
    expect(again.status, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual({ audits: [whole], comparison: null });
  });

  it('refuses to go on with another model, and to begin where an audit is', async () => {
    const { status: code, stderr } = await passband('audit', 'tiny.onnx', ...quick, '--out', 'whole');
    expect([code, stderr]).toEqual([
      2,
      'passband: --out: whole holds an audit already; go on with --resume whole, or name another folder\n',
    ]);
    writeFileSync(join(folder, 'other.onnx'), readFileSync(join(folder, 'tiny.onnx')));
    const changed = await passband('audit', 'other.onnx', ...quick, '--limit', '10', '--out', 'changed');
    expect(changed.status).toBe(0);
    writeFileSync(join(folder, 'other.onnx'), tinyModel({ size: 8, opset: 12 }));
    const resumed = await passband('audit', '--resume', 'changed', '--quiet');
    expect([resumed.status, resumed.stderr]).toEqual([
      2,
      'passband: changed holds an audit of other content: the model (other.onnx) changed since\n',
    ]);
  });

  it('leaves gradients out, and says so, where an operator has none', async () => {
    const hard = tinyModel({ size: 8, end: [node('Hardmax', ['z'], ['y'])] });
    writeFileSync(join(folder, 'hard.onnx'), hard);
    const epsilons = ['2/255', '4/255', '8/255', '16/255'].map(parseEpsilon);
    writeFileSync(join(folder, 'standard.json'), planFile({ budget: 'standard', epsilons }));
    const standard = [...usual, '--plan', 'standard.json', '--limit', '30'];
    const { status: code, stderr } = await passband('audit', 'hard.onnx', ...standard, '--out', 'hard');
    expect(code, stderr).toBe(0);
    const { notices, sections, checks } = recordOf('hard');
    expect(sections.attacks!.rows.map(({ name }) => name)).toEqual(['noise@8/255', 'square@8/255']);
    expect(sections.probes).toMatchObject({ changedAtZero: null, gradientErrors: null });
    expect(sections.smoothing).toBeUndefined();
    expect(checks.map(({ name }) => name)).toEqual(['batchIndependence', 'certificate']);
    const notice = notices.find((each) => each.includes('Hardmax'));
    expect(notice).toMatch(/^without gradients: operator 'Hardmax' has no gradient rule/);
    expect(stderr).toContain(notice);
  });

  it('counts components that a model answers with NaN as wrong, and says so; it has no answer to lose on the images', async () => {
    // √(smallest pixel + 0.35): a number for images, and none for their high frequencies, which are negative.
    const end = [
      node('ReduceMin', ['pixels'], ['smallest'], attribute.is('axes', 1, 2, 3), attribute.i('keepdims', 0)),
      node('Add', ['smallest', 'shift'], ['shifted']),
      node('Sqrt', ['shifted'], ['root']),
      node('Reshape', ['root', 'rowsOfOne'], ['rows']),
      node('Add', ['z', 'rows'], ['y']),
    ];
    const bytes = tinyModel({
      size: 8,
      end,
      initializers: [floats('shift', [1], [0.35]), int64s('rowsOfOne', -1, 1)],
    });
    writeFileSync(join(folder, 'nan.onnx'), bytes);
    const { status: code, stderr } = await passband('audit', 'nan.onnx', ...quick, '--quiet', '--out', 'nan');
    expect(code, stderr).toBe(0);
    const { status, checks, sections } = recordOf('nan');
    expect(status).toBe('finished');
    expect(checks.find(({ name }) => name === 'finiteAnswers')?.status).not.toBe('pass');
    expect(Object.keys(sections)).toEqual(expect.arrayContaining(['probes', 'radiusCurve']));
  });

  it('stops where an attack finds no finite answer, and keeps its record', async () => {
    // √(smallest pixel − 0.001): a number for the images, and none for those that an attack darkens.
    const end = [
      node('ReduceMin', ['pixels'], ['smallest'], attribute.is('axes', 1, 2, 3), attribute.i('keepdims', 0)),
      node('Sub', ['smallest', 'shift'], ['shifted']),
      node('Sqrt', ['shifted'], ['root']),
      node('Reshape', ['root', 'rowsOfOne'], ['rows']),
      node('Add', ['z', 'rows'], ['y']),
    ];
    const bright = colourImages(60, 8);
    for (let at = 0; at < bright.data.length; at++) bright.data[at] = 0.01 + 0.99 * bright.data[at];
    const initializers = [floats('shift', [1], [0.001]), int64s('rowsOfOne', -1, 1)];
    writeFileSync(join(folder, 'dark.onnx'), tinyModel({ size: 8, end, initializers }));
    writeFileSync(join(folder, 'bright.npz'), npzOf(bright, 4));
    const { status: code, stderr } = await passband(
      ...['audit', 'dark.onnx', ...quick, '--dataset', 'bright.npz', '--quiet', '--out', 'dark'],
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^passband: .*must be finite, got NaN; what was found before is kept in dark\/audit.json\n$/,
    );
    expect(recordOf('dark').status).toBe('stopped');
  });

  it('puts several models side by side, and is resumed as one', async () => {
    const words = ['audit', 'tiny.onnx', 'hard.onnx', 'whole.onnx'];
    writeFileSync(join(folder, 'whole.onnx'), tinyModel({ size: 8, opset: 12 }));
    const few = [...quick, '--limit', '40'];
    const { child, ended } = start(...words, ...few, '--out', 'several');
    await attacked('several/hard', 1);
    child.kill('SIGKILL');
    await ended;
    const { status: code, stderr, stdout } = await passband('audit', '--resume', 'several');
    expect(code, stderr).toBe(0);
    const text = readFileSync(join(folder, 'several/comparison.json'), 'utf8');
    publishedSchema('comparison').parse(JSON.parse(text));
    const { status, models, pairs, transfer } = comparisonSchema.parse(JSON.parse(text));
    expect([status, models]).toEqual(['finished', ['tiny', 'hard', 'whole']]);
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      ['tiny', 'hard'],
      ['tiny', 'whole'],
      ['hard', 'whole'],
    ]);
    // The same weights in another file.
    expect(pairs[1].rows.every(({ test }) => !test.differ)).toBe(true);
    expect(pairs[1].rows.map(({ measure }) => measure)).toContain('pgd@16/255');
    // One of them has no gradient.
    expect(transfer).toMatchObject({ attack: 'noise@16/255', n: 40 });
    expect(transfer!.result.cells).toHaveLength(9);
    expect(stdout).toContain('Checks of hard');
    expect(recordOf('several/hard').request.models).toEqual(['hard.onnx']);
    expect(existsSync(join(folder, 'several/audit.html'))).toBe(true);
  });

  it('is the same of a model whose classes have another order, which stands beside it in equal columns', async () => {
    const own = ['2', '0', '3', '1'];
    const model = decodeModel(readFileSync(join(folder, 'tiny.onnx')));
    const { data, shape } = model.initializers.get('v')!;
    const columns = Float32Array.from(data as Float32Array, (_, at) => {
      return data[at - (at % 4) + Number(own[at % 4])] as number;
    });
    const permuted: Graph = {
      ...model,
      initializers: new Map([...model.initializers, ['v', float32(shape, columns)]]),
      metadata: { classes: JSON.stringify(own) },
    };
    writeFileSync(join(folder, 'permuted.onnx'), encodeModel(permuted));
    const words = ['audit', 'tiny.onnx', 'permuted.onnx', ...quick, '--out', 'orders'];
    const { status: code, stderr } = await passband(...words);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("the data set's classes in another order");
    const [first, second] = ['orders/tiny', 'orders/permuted'].map(recordOf);
    expect(second.model.mapping).toMatchObject({ how: 'names', indices: [1, 3, 0, 2] });
    expect([second.dataset, second.measures]).toEqual([first.dataset, first.measures]);
    // All but gradients, which are sums over classes in another order, to the last bit.
    const answers = ({ sections, checks }: AuditRecord) => ({
      ...{ ...sections, probes: undefined, attacks: sections.attacks!.rows.map(({ standing }) => standing) },
      checks: checks.map(({ name, status }) => [name, status]),
    });
    expect(answers(second)).toEqual(answers(first));
    const text = readFileSync(join(folder, 'orders/comparison.json'), 'utf8');
    const { pairs, transfer } = comparisonSchema.parse(JSON.parse(text));
    for (const row of pairs[0].rows) {
      expect(row.first, row.measure).toEqual(row.second);
      expect(row.test, row.measure).toMatchObject({ onlyFirst: 0, onlySecond: 0 });
    }
    const [cell, ...others] = transfer!.result.cells.map(({ accuracy, foolingRate }) => [
      accuracy,
      foolingRate,
    ]);
    expect(cell[1]).not.toBe(null);
    for (const other of others) expect(other).toEqual(cell);
  });

  it('gives models of the same name a number', () => {
    expect(uniqueNames(['a', 'a-2', 'a', 'b', 'a'])).toEqual(['a', 'a-2', 'a-3', 'b', 'a-4']);
  });

  it('calls a model.onnx by its folder, the current one too', async () => {
    writeFileSync(join(folder, 'model.onnx'), readFileSync(join(folder, 'tiny.onnx')));
    const few = [...quick, '--limit', '10', '--json', '--out', 'named'];
    const { status, stdout, stderr } = await passband('audit', 'model.onnx', ...few);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).audits[0].model.name).toMatch(/^passband-audit-/);
  });

  it.each([
    [[], 'audit needs a model, as passband audit model.onnx --dataset cifar-10'],
    [['tiny.onnx'], 'audit needs a folder for its results, as --out DIR'],
    [['tiny.onnx', '--out', 'o'], 'audit needs labelled images: --dataset planted, '],
    [['none.onnx', ...usual, '--out', 'o'], 'none.onnx: there is no such file'],
    [['tiny.onnx', ...usual, '--epsilon', '8:255', '--out', 'o'], '--epsilon must be a size'],
    [['tiny.onnx', ...usual, '--radius', '4,x', '--out', 'o'], '--radius must be numbers ≥ 0'],
    [['tiny.onnx', ...usual, '--dataset', 'many.npz', '--out', 'o'], 'classes'],
    [['broken.onnx', ...usual, '--out', 'o'], 'broken.onnx: '],
    [['--resume', 'whole', '--budget', 'quick'], 'leave out --budget'],
    [['tiny.onnx', ...quick, '--radius', '2', '--seed', '1', '--out', 'o'], 'leave out --radius, --seed'],
    [['tiny.onnx', ...usual, '--plan', 'none.json', '--out', 'o'], 'none.json: cannot be read'],
    [['tiny.onnx', ...usual, '--plan', 'gate.json', '--out', 'o'], 'gate.json: settings'],
    [['--resume', 'nothing'], 'nothing holds no audit'],
  ])('%j is one line on stderr and exit code 2', async (words, message) => {
    writeFileSync(join(folder, 'many.npz'), npzOf(colourImages(20, 8), 5));
    writeFileSync(join(folder, 'broken.onnx'), readFileSync(join(folder, 'tiny.onnx')).subarray(0, 300));
    const { status: code, stdout, stderr } = await passband('audit', ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'o'))).toBe(false);
  });
});
