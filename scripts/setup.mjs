// Brings a clone into a state in which Passband runs: packages installed, TypeScript compiled, the page built. Does only what is
// missing, so that it can stand in front of every other script. (.npmrc switches npm's own pre and post scripts off.)
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Passband needs Node.js 20.19 or later, this is ${process.versions.node}`);
}

if (age('node_modules/.package-lock.json') < age('package-lock.json')) {
  process.stderr.write('Installing packages …\n');
  npm('ci', '--no-progress', '--loglevel=error');
}
run(process.execPath, ['node_modules/typescript/bin/tsc'], 'the TypeScript compiler found errors');
if (age('dist/web/index.html') < Math.max(newest('web'), newest('src'), age('package-lock.json'))) {
  const words = [
    'node_modules/vite/bin/vite.js',
    'build',
    '--config',
    'web/vite.config.ts',
    '--logLevel',
    'warn',
  ];
  run(process.execPath, words, 'the page could not be built');
}
// After the page, whose build empties the folder.
if (age('dist/web/report.js') < Math.max(newest('web/report'), age('package-lock.json'))) {
  const words = ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/report/vite.config.ts'];
  run(process.execPath, words, 'the script of the reports could not be built');
}

/** Time of the last change in milliseconds, 0 where there is no such file. */
function age(path) {
  return existsSync(`${root}${path}`) ? statSync(`${root}${path}`).mtimeMs : 0;
}

/** Time of the last change below a folder. */
function newest(folder) {
  const files = readdirSync(`${root}${folder}`, { recursive: true });
  return Math.max(...files.map((file) => age(`${folder}/${file}`)));
}

function npm(...words) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js'))
    run(process.execPath, [script, ...words], 'npm could not install the packages');
  else run('npm', words, 'npm could not install the packages', { shell: process.platform === 'win32' });
}

function run(command, words, otherwise, options = {}) {
  const { status } = spawnSync(command, words, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (status !== 0) fail(otherwise);
}

function fail(message) {
  process.stderr.write(`setup: ${message}\n`);
  process.exit(1);
}
