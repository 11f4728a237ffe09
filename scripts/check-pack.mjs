// Checks what users get: packs Passband, installs the tarball into an empty project, and uses both entry points there, the
// command and the import, with their types. Needs the npm registry (or its cache) for Passband's own dependencies.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-pack-'));
const project = join(folder, 'project');

const program = `import { float32, splitFrequencies } from 'passband';
import { radialMask } from 'passband/spectrum';
const image = float32([1, 1, 32, 32], Float32Array.from({ length: 1024 }, (_, index) => (index % 7) / 7));
const { lfc, hfc } = splitFrequencies(image, 8);
const error = Math.max(...image.data.map((pixel, at) => Math.abs(pixel - lfc.data[at] - hfc.data[at])));
const low: number = radialMask(32, 32, 8).data.reduce((sum, bin) => sum + bin, 0);
if (!(error < 1e-6) || low !== 197) throw new Error(\`x − LFC − HFC is \${error}, \${low} low bins\`);
`;

try {
  mkdirSync(project);
  const [{ filename }] = JSON.parse(run(root, 'npm', 'pack', '--json', '--pack-destination', folder));
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  run(project, 'npm', 'install', '--prefer-offline', '--ignore-scripts', join(folder, filename));

  const help = run(project, 'npx', '--no-install', 'passband', '--help');
  if (!help.includes('Usage: passband')) throw new Error(`the command said ${help}`);
  run(
    project,
    'npx',
    '--no-install',
    'passband',
    'train',
    '--dataset',
    'planted',
    '--limit',
    '200',
    '--epochs',
    '1',
    '--quiet',
  );

  writeFileSync(join(project, 'use.ts'), program);
  const types = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--strict',
    '--skipLibCheck',
    'false',
    '--types',
    '',
  ];
  run(project, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), ...types, 'use.ts');
  run(project, process.execPath, 'use.js');
  process.stdout.write('The packed command, import and types work in another project.\n');
} catch (error) {
  process.stderr.write(`check-pack: ${error.stderr || error.stdout || error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function run(cwd, command, ...words) {
  return execFileSync(command, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
