import { execFile as execFileCallback } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const execFile = promisify(execFileCallback);
const pool = createPool({ threads: 2 });
afterAll(() => pool.release());

function doubling() {
  const g = new GraphBuilder('doubling');
  const x = g.input('x', 'float32', ['N']);
  g.output(g.add('Mul', [x, g.scalar(2)]), 'y');
  return g.build();
}

test('jobs given at the same time each get their own answer', async () => {
  const model = await pool.load(doubling());
  const jobs = Array.from({ length: 9 }, (_, index) => model.run({ x: float32([1], [index]) }));
  const answers = await Promise.all(jobs);
  expect(answers.map(({ y }) => y.data[0])).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
  await model.release();
});

test('a view is sent as its own part of the memory', async () => {
  const model = await pool.load(doubling());
  const whole = Float32Array.of(1, 2, 3, 4);
  const { y } = await model.run({ x: float32([2], whole.subarray(1, 3)) });
  expect(Array.from(y.data as Float32Array)).toEqual([4, 6]);
  await model.release();
});

test('a job that fails is an error of that job, and the threads go on', async () => {
  const model = await pool.load(doubling());
  await expect(model.run({ wrong: float32([1], [1]) })).rejects.toThrow(/x|wrong/);
  const { y } = await model.run({ x: float32([1], [4]) });
  expect(y.data[0]).toBe(8);
  await model.release();
});

test('a pool that is released takes no more work, so that none is running when its threads end', async () => {
  const own = createPool({ threads: 1 });
  const model = await own.load(doubling());
  const running = model.run({ x: float32([1], [3]) });
  const released = own.release();
  await expect(model.run({ x: float32([1], [4]) })).rejects.toThrow('the pool has been released');
  expect((await running).y.data[0]).toBe(6);
  await released;
});

test('the threads of a released pool are those of the next, with nothing of what was loaded there', async () => {
  const first = createPool({ threads: 2 });
  const left = await first.load(doubling());
  await first.release();
  const started = vi.fn();
  process.on('worker', started);
  onTestFinished(() => void process.off('worker', started));
  const next = createPool({ threads: 2 });
  const model = await next.load(doubling());
  expect((await model.run({ x: float32([1], [4]) })).y.data[0]).toBe(8);
  expect(started).not.toHaveBeenCalled();
  await expect(left.run({ x: float32([1], [4]) })).rejects.toThrow('the pool has been released');
  await left.release();
  await next.release();
});

test('threads that no pool has keep no process from ending', async () => {
  const script = `
    import { createPool } from '${new URL('../../dist/runtime/pool.js', import.meta.url)}';
    await createPool({ threads: 2 }).release();
    console.log('released');
  `;
  const { stdout } = await execFile(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stdout).toBe('released\n');
});
