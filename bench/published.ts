import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
// What ships: its threads are files of their own.
import { auditModels, openModel } from 'passband';
import { type PublishedName, publishedNames } from '../tests/support/models/publishedModel.ts';
import {
  logitError,
  publishedConvention,
  writePublishedAudit,
} from '../tests/workflows/audit/publishedAudit.ts';
import { madeOn } from './madeOn.ts';

/**
 * Audits the published topologies of ImageNet's size with random weights on ten photographs, each in a process of its own, by the smallest
 * plan: seconds and memory at the peak, and how far our logits are from plain ONNX Runtime's. `[NAME]…`
 */
const COUNT = 10;
const [inside, ...rest] = process.argv.slice(2);

if (inside === '--inside') await audit(rest[0] as PublishedName);
else {
  const { commit, machine } = madeOn();
  process.stdout.write(`${commit}, ${machine.cpu}, ${machine.cores} cores, ${COUNT} images, plan 1\n`);
  const names = inside === undefined ? publishedNames : [inside, ...rest];
  for (const name of names) {
    const words = [fileURLToPath(import.meta.url), '--inside', name];
    execFileSync(process.execPath, words, { stdio: 'inherit' });
  }
}

async function audit(name: PublishedName): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'passband-bench-published-'));
  try {
    const written = await writePublishedAudit(folder, name, { count: COUNT });
    if (!written) throw new Error('The shared data is missing: set PASSBAND_SHARED.');
    const { model, dataset, plan } = written;
    const settings = { dataset, ...publishedConvention };
    const open = await openModel(model, settings);
    const error = await logitError(open, written);
    await open.release();

    const began = performance.now();
    const { audits } = await auditModels([model], { ...settings, plan }, { out: join(folder, 'audit') });
    const seconds = (performance.now() - began) / 1000;
    const [{ status, checks }] = audits;
    const failed = checks.filter((check) => check.status === 'fail').map(({ text }) => text);
    process.stdout.write(
      `${name}: ${status} in ${seconds.toFixed(1)} s, at the peak ${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB; logits differ by ${error.toExponential(1)} of the largest\n`,
    );
    for (const text of failed) process.stdout.write(`  failed: ${text}\n`);
    if (status !== 'finished' || !(error < 1e-5)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
