import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url).pathname;
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** Floors of the rooms of src/, as the page's table has them. */
const floors: Readonly<Record<string, number>> = Object.fromEntries(
  [...page.matchAll(/^\| (\d+) \| `(\w+)\/` \|/gm)].map(([, floor, room]) => [room, Number(floor)]),
);

/** Sub-rooms of src/ and rooms of web/, from the lowest to the highest. */
const subRooms: readonly string[] = [...page.matchAll(/^- `([\w/]+)\/`: /gm)].map(([, folder]) => folder);

/** Packages that belong to one room or file, so that they can be replaced in one place. */
const owners: Readonly<Record<string, readonly string[]>> = {
  sharp: ['data/'],
  vega: ['report/'],
  'vega-lite': ['report/'],
  'vega-interpreter': ['report/'],
  commander: ['cli/'],
  yaml: ['cli/'],
  'onnx-buf': ['onnx/'],
  '@bufbuild/protobuf': ['onnx/'],
  'onnxruntime-common': ['runtime/'],
  // Where its telemetry is turned off first.
  'onnxruntime-node': ['runtime/onnxruntime.ts'],
};

/** Sources below a folder, named from there. */
function sourcesOf(folder: string): { file: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(root, folder, file), 'utf8') }));
}

const files = sourcesOf('src');
const pageFiles = sourcesOf('web').map(({ file, text }) => ({ file: `web/${file}`, text }));

const roomOf = (file: string) => (file.includes('/') ? file.split('/')[0] : 'index');
const floorOf = (file: string) =>
  roomOf(file) === 'index' ? Number.POSITIVE_INFINITY : floors[roomOf(file)];
/** A room's own folder stands above those inside it. */
function placeOf(file: string): number {
  const place = subRooms.indexOf(posix.dirname(file));
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}

/** Every module that a file imports, statically or when it runs. (What Vite built from web/ is read, not imported.) */
function importsOf(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\s[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm);
  const calls = text.matchAll(/\bimport\(\s*'([^']+)'/g);
  const urls = text.matchAll(/new URL\(\s*'(\.(?!(?:\.?\.?\/)*web\/)[^']+\.[jt]s)',\s*import\.meta\.url/g);
  return [...statements, ...calls, ...urls].map(([, first, second]) => first ?? second);
}

/** The sources that a file imports. */
function targetsOf(file: string, text: string): string[] {
  return importsOf(text)
    .filter((target) => target.startsWith('.'))
    .map((target) => posix.join(posix.dirname(file), target.replace(/\?.*/, '')).replace(/\.js$/, '.ts'));
}

/** The files of each circle of imports (strongly connected components of more than one; Tarjan 1972). */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[] = [];
  function visit(file: string): void {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) visit(target);
      if (open.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort().join(', '));
  }
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/** A file's code without comments and the content of strings. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

/** Places of calls that would put every element of an array on the stack. */
function spreadCalls(file: string, text: string): string[] {
  const found: string[] = [];
  new Visitor({
    CallExpression({ callee, arguments: given, start }) {
      const name = text.slice(callee.start, callee.end).replace(/\s/g, '');
      const spreads = given.some(({ type }) => type === 'SpreadElement');
      const taking = /^Math\.\w+$|^String\.fromC\w+$|\.(push|unshift|splice)$/;
      const isWrong =
        (spreads && taking.test(name)) || (name.endsWith('.apply') && taking.test(name.slice(0, -6)));
      if (isWrong) found.push(`${file}:${text.slice(0, start).split('\n').length}`);
    },
  }).visit(parseSync(file, text).program);
  return found;
}

const linesWith = (pattern: RegExp, allowed: (file: string) => boolean) =>
  files
    .filter(({ file }) => !allowed(file))
    .flatMap(({ file, text }) => (pattern.test(codeOf(text)) ? [file] : []));

describe('the house', () => {
  it('has a floor for every room', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(pageFiles.length).toBeGreaterThan(50);
    const rooms = new Set(files.map(({ file }) => roomOf(file)).filter((room) => room !== 'index'));
    expect([...rooms].sort()).toEqual(Object.keys(floors).sort());
  });

  it('has the sub-rooms that docs/architecture.md names, and no others', () => {
    const folders = [...files, ...pageFiles].map(({ file }) => posix.dirname(file));
    const found = new Set(folders.filter((folder) => folder.includes('/')));
    const withSources = subRooms.filter((room) => !/^web\/(samples|models)$/.test(room));
    expect(withSources.toSorted()).toEqual([...found].sort());
  });

  // A name alone, or the end of a path, is of a folder that the page has named before.
  it('has the files and folders that docs/architecture.md names', () => {
    const paths = ['src', 'web', 'tests', 'docs', 'scripts'].flatMap((source) => [
      `/${source}/`,
      ...readdirSync(join(root, source), { recursive: true, withFileTypes: true }).map(
        (entry) =>
          `${join('/', relative(root, join(entry.parentPath, entry.name)))}${entry.isDirectory() ? '/' : ''}`,
      ),
    ]);
    const names = [...page.matchAll(/`([\w./-]+(?:\/|\.(?:tsx?|mjs|py|md)))`/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(200);
    const isThere = (name: string) =>
      existsSync(join(root, name)) || paths.some((path) => path.endsWith(`/${name}`));
    expect(names.filter((name) => !isThere(name))).toEqual([]);
  });

  it('has no folder of more than twenty files', () => {
    const sources = ['src', 'web', 'tests', 'bench', 'scripts', 'examples'].filter((source) =>
      existsSync(join(root, source)),
    );
    const counts = sources.flatMap((source) =>
      readdirSync(join(root, source), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name))
        .concat(join(root, source))
        .map((folder) => ({
          folder,
          count: readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).length,
        })),
    );
    expect(counts.filter(({ folder, count }) => count > 20 && !folder.includes('/bench/dist'))).toEqual([]);
  });

  // Whatever opens a path that a user names would wait for a pipe, or read a device without end.
  it('opens files in files/ only, but for its own', () => {
    const own =
      /^(runtime\/cores|report\/page\/pageScript|workflows\/common\/version|cli\/pages\/runPage)\.ts$/;
    const temporary = /^(onnx\/write\/writeModel\.ts|data\/download\/.*)$/;
    const opening =
      /import \{[^}]*\b(readFile|readFileSync|open|openSync|createReadStream|writeFile|copyFile)\b[^}]*\} from 'node:fs/;
    const found = files.filter(({ text }) => opening.test(text)).map(({ file }) => file);
    expect(found.length).toBeGreaterThan(5);
    const allowed = (file: string) => roomOf(file) === 'files' || own.test(file) || temporary.test(file);
    expect(found.filter((file) => !allowed(file))).toEqual([]);
  });

  it('has imports that lead only downward, or stay in their room', () => {
    const wrong = files.flatMap(({ file, text }) =>
      targetsOf(file, text)
        .filter((target) => roomOf(target) !== roomOf(file) && !(floorOf(target) < floorOf(file)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has imports inside a room that lead only to lower sub-rooms', () => {
    const wrong = [...files, ...pageFiles].flatMap(({ file, text }) =>
      targetsOf(file, text)
        .filter((target) => roomOf(target) === roomOf(file) && posix.dirname(target) !== posix.dirname(file))
        .filter((target) => !(placeOf(target) < placeOf(file)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no files that import each other', () => {
    const chain = { a: ['b'], b: ['c'], c: ['b'] };
    expect(circlesOf(new Map(Object.entries(chain)))).toEqual(['b, c']);
    for (const sources of [files, pageFiles]) {
      expect(circlesOf(new Map(sources.map(({ file, text }) => [file, targetsOf(file, text)])))).toEqual([]);
    }
  });

  // A worker's address is not rewritten by the compiler, so it names the compiled file.
  it('has imports that name files with their ending', () => {
    const wrong = files.flatMap(({ file, text }) =>
      importsOf(text)
        .filter((target) => target.startsWith('.') && !/\.ts$|Worker\.js$/.test(target))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has one room for each of the packages that could be replaced', () => {
    const wrong = files.flatMap(({ file, text }) =>
      importsOf(text)
        .filter((target) => /^[@a-z]/.test(target))
        .map((target) => target.match(/^(?:@[^/]+\/)?[^/]+/)![0])
        .filter((name) => name in owners && !owners[name].some((owner) => file.startsWith(owner)))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has public APIs that list names', () => {
    // The whole API is that of the rooms, which list their names.
    expect(linesWith(/^export \*/m, (file) => file === 'index.ts')).toEqual([]);
  });

  it('prints and exits in cli/ only', () => {
    expect(
      linesWith(/\bconsole\.|\bprocess\.(exit|std(out|err))\b/, (file) => roomOf(file) === 'cli'),
    ).toEqual([]);
  });

  // Where text from outside is made readable.
  it('writes to stdout and stderr in one place', () => {
    const allowed = ['cli/terminal/print.ts', 'cli/main.ts'];
    expect(linesWith(/\bconsole\.|\bprocess\.std(out|err)\b/, (file) => allowed.includes(file))).toEqual([]);
  });

  // Where one fails, others would still run when their threads are ended, and ONNX Runtime aborts the process then.
  it('waits for all that a model is asked (`settled`), where one answer fails', () => {
    const asking = ['runtime', 'attacks', 'models', 'audit', 'training'];
    expect(linesWith(/\bPromise\.(all|race|any)\b/, (file) => !asking.includes(roomOf(file)))).toEqual([]);
  });

  it('reads no clock below cli/', () => {
    const clock = /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bhrtime\b/;
    expect(linesWith(clock, (file) => roomOf(file) === 'cli')).toEqual([]);
  });

  it('draws random numbers from seeded streams only', () => {
    // Secrets are what no seed may repeat: one in an address, and names that nobody may foresee.
    const allowed = (file: string) =>
      ['cli/pages/runServe.ts', 'files/lease.ts', 'files/temporaryName.ts'].includes(file);
    expect(linesWith(/\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/, allowed)).toEqual([]);
  });

  // The pixels of an image at 224×224 are more arguments than a call can have.
  it('spreads no arguments of Math, push, unshift, splice or String.fromCharCode', () => {
    expect(spreadCalls('a.ts', 'f(...a); Math.max(1, 2); a.push(b, [...c]);')).toEqual([]);
    const wrong = [
      'Math.hypot(...a)',
      'Math.max(0,\n ...a.map(f))',
      'a.b!.push(...c)',
      'a.at(0)?.unshift(...c)',
    ];
    wrong.push('a.splice(0, 1, ...b)', 'String.fromCharCode(...a)', 'Math.max.apply(null, a)');
    for (const call of wrong) expect(spreadCalls('a.ts', `const a = ${call};`)).toEqual(['a.ts:1']);

    expect([...files, ...pageFiles].flatMap(({ file, text }) => spreadCalls(file, text))).toEqual([]);
  });

  // A second task finds all that it needs in training/tasks/task.ts.
  it('has a training loop, an engine and a history that know of no task what it learns', () => {
    const general =
      /^training\/(\w+\.ts|engine\/.*|run\/(history|columns|tensorboard|checkpoint)\.ts|tasks\/task\.ts)$/;
    const known = files.filter(({ file }) => general.test(file) && !file.endsWith('/index.ts'));
    expect(known.length).toBeGreaterThan(15);
    const names = /label|accuracy|correct|classification/i;
    expect(known.filter(({ text }) => names.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('has no file of more than 250 lines', () => {
    const long = files.map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > 250)).toEqual([]);
  });
});
