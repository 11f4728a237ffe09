import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFiles } from '../support/dataFiles.ts';
import { frameAddress, getRaw, sendRaw, startServer, temporaryFolder, writeRun } from './startServer.ts';

const secret = 'what nobody may read';

/** A folder with `secret.json` and a hidden folder beside and in that of the runs, and links to them. */
async function guardedFolder(): Promise<string> {
  const folder = temporaryFolder();
  const runs = join(folder, 'runs');
  await writeRun(join(runs, 'a'));
  writeFiles(folder, { 'secret.json': secret, 'runs2/run.json': secret });
  writeFiles(runs, {
    '.hidden/run.json': secret,
    'a/.secret.json': secret,
    'a/checkpoints/latest.safetensors': secret,
    'a/notes.txt': secret,
    'unrelated/secret.json': secret,
  });
  symlinkSync(join(folder, 'secret.json'), join(runs, 'a', 'link.json'));
  symlinkSync('../../secret.json', join(runs, 'a', 'history.json'));
  symlinkSync(folder, join(runs, 'out'));
  symlinkSync('.hidden', join(runs, 'shown'));
  symlinkSync(join(folder, 'runs2'), join(runs, 'sibling'));
  return runs;
}

describe('the server', () => {
  it('reads nothing outside its folder, nothing hidden and nothing but results', async () => {
    const runs = await guardedFolder();
    const { port } = await startServer({ runs });
    const paths = [
      ...['/../secret.json', '/runs/../secret.json', '/runs/a/../../../secret.json'],
      ...['/runs/%2e%2e/secret.json', '/runs/a/%2E%2E/%2e%2e/%2e%2e/secret.json', '/runs/..%2fsecret.json'],
      ...['/runs/%252e%252e/secret.json', '/runs/%252e%252e%252fsecret.json', '/runs/..%5csecret.json'],
      ...['/runs/..\\secret.json', '/runs/a\\..\\..\\secret.json', '/runs/%c0%ae%c0%ae/secret.json'],
      ...[
        '//etc/passwd',
        '/runs//etc/passwd',
        '/runs/%2fetc%2fpasswd',
        `/runs/${encodeURIComponent(runs)}/a/run.json`,
      ],
      ...['/runs/a/run.json%00.html', '/runs/a%00/run.json', '/lens/../runs/a/.secret.json'],
      ...['/lens/%2e%2e/secret.json', '/lens/.hidden', '/lens/%2ehidden'],
      ...['/runs/.hidden/run.json', '/runs/%2ehidden/run.json', '/runs/a/.secret.json'],
      ...['/runs/a/link.json', '/runs/a/history.json', '/runs/out/secret.json'],
      ...['/runs/out/', '/runs/out/events', '/runs/shown/run.json', '/runs/sibling/run.json'],
      ...['/runs/a/notes.txt', '/runs/a/checkpoints/latest.safetensors', '/runs/unrelated/secret.json'],
      `http://localhost:${port}/runs/a/link.json`,
    ];
    for (const path of paths) {
      const { status, body } = await getRaw(port, path);
      expect([path, status]).toEqual([
        path,
        expect.toSatisfy((code: number) => code === 400 || code === 404),
      ]);
      expect(body).not.toContain(secret);
    }
    expect((await getRaw(port, '/runs/a/run.json')).status).toBe(200);
  });

  it('does not list what links lead to, nor what is hidden', async () => {
    const { url } = await startServer({ runs: await guardedFolder() });
    const page = await (await fetch(url)).text();
    expect([...page.matchAll(/href="runs\/([^"]*)"/g)].map(([, name]) => name)).toEqual(['a/']);
  });

  it('follows no link in a result, wherever it leads, and shows the rest', async () => {
    const folder = temporaryFolder();
    const runs = join(folder, 'runs');
    writeFiles(folder, { 'secret.html': `<body>${secret}</body>`, 'secret.jsonl': `${secret}\n` });
    const places = {
      'report.html': 'secret.html',
      'history.jsonl': 'secret.jsonl',
      'run.json': 'secret.html',
    };
    for (const [name, target] of Object.entries(places)) {
      const run = join(runs, name);
      await writeRun(run);
      rmSync(join(run, name), { force: true });
      symlinkSync(join(folder, target), join(run, name));
      symlinkSync('history.csv', join(run, 'same.csv'));
    }
    const { url, port } = await startServer({ runs });
    // A page is made in the place of a report that is a link; a record that is one makes no result.
    const page = await fetch(`${url}/runs/report.html/`);
    expect(page.status).toBe(200);
    const unreadable = await fetch(`${url}/runs/history.jsonl/`);
    expect(unreadable.status).toBe(500);
    const said = await unreadable.text();
    expect(said).toContain('history.jsonl is a link or lies behind one');
    expect(said).not.toContain(folder);
    for (const text of [await page.text(), said, await (await fetch(url)).text()]) {
      expect([text.includes('</html>'), text.includes(secret)]).toEqual([true, false]);
    }
    expect((await getRaw(port, '/runs/run.json/')).status).toBe(404);
    for (const name of Object.keys(places)) {
      const { status, body } = await getRaw(port, `/runs/${name}/${name}`);
      expect(status, name).toBe(name === 'report.html' ? 200 : 404);
      expect(body).not.toContain(secret);
      // Not even one that stays in the folder.
      expect((await getRaw(port, `/runs/${name}/same.csv`)).status).toBe(404);
    }
    const compared = await fetch(`${url}/compare?run=report.html&run=history.jsonl`);
    expect(compared.status).toBe(500);
    expect(await compared.text()).not.toContain(secret);
  });

  it('shows a folder of results that is itself a link, or lies behind one', async () => {
    const folder = temporaryFolder();
    await writeRun(join(folder, 'scratch', 'runs', 'a'));
    symlinkSync(join(folder, 'scratch'), join(folder, 'home'));
    symlinkSync(join(folder, 'home', 'runs'), join(folder, 'runs'));
    for (const runs of [join(folder, 'runs'), join(folder, 'home', 'runs')]) {
      const { url } = await startServer({ runs });
      expect((await fetch(`${url}/runs/a/`)).status).toBe(200);
      expect((await fetch(`${url}/runs/a/run.json`)).status).toBe(200);
      expect(await (await fetch(url)).text()).toContain('href="runs/a/"');
    }
  });

  it('stays alive whatever arrives', async () => {
    const { port, url } = await startServer({ runs: await guardedFolder() });
    const host = 'Host: localhost\r\nConnection: close\r\n';
    for (const bytes of [
      'nonsense\r\n\r\n',
      '\0\0\0\r\n\r\n',
      `GET  HTTP/1.1\r\n${host}\r\n`,
      `GET /%%% HTTP/1.1\r\n${host}\r\n`,
      `GET * HTTP/1.1\r\n${host}\r\n`,
      `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(40_000)}\r\n\r\n`,
      `GET /${'a/'.repeat(4000)} HTTP/1.1\r\n${host}\r\n`,
      `GET /runs/${'a'.repeat(300)}/ HTTP/1.1\r\n${host}\r\n`,
      `CONNECT localhost:80 HTTP/1.1\r\n${host}\r\n`,
      `GET / HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
      `GET / HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    ]) {
      expect(await Promise.race([sendRaw(port, bytes), late()])).not.toMatch(/^HTTP\/1.1 500/);
    }
    expect((await fetch(url)).status).toBe(200);
  });

  it('answers only who asks for this machine by its own name', async () => {
    const { port } = await startServer({ runs: temporaryFolder() });
    const statusFor = async (header: string) =>
      Number((await sendRaw(port, `GET / HTTP/1.1\r\n${header}Connection: close\r\n\r\n`)).split(' ')[1]);
    expect(await statusFor('Host: evil.example\r\n')).toBe(403);
    expect(await statusFor(`Host: evil.example:${port}\r\n`)).toBe(403);
    expect(await statusFor('')).toBe(400);
    for (const name of ['localhost', '127.0.0.1', `[::1]:${port}`]) {
      expect(await statusFor(`Host: ${name}\r\n`)).toBe(200);
    }
    expect(await sendRaw(port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 403/);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('does not answer %s', async (method) => {
    const { url } = await startServer({ runs: temporaryFolder() });
    const response = await fetch(url, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('has headers that keep other pages out, on everything it sends', async () => {
    const runs = await guardedFolder();
    writeFileSync(join(runs, 'a', 'report.html'), '<p>report');
    const { url } = await startServer({ runs });
    for (const path of ['/', '/lens/', '/live.js', '/runs/a/', '/runs/a/run.json', '/nowhere']) {
      const { headers } = await fetch(url + path, { method: 'HEAD' });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
    for (const path of ['/', '/lens/']) {
      expect((await fetch(url + path)).headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
    const others = ['/runs/a', '/events', '/runs/a/model.onnx', '/%', await frameAddress(`${url}/runs/a/`)];
    for (const path of others) {
      const { headers } = await fetch(new URL(path, url), { method: 'HEAD', redirect: 'manual' });
      expect([path, headers.get('referrer-policy')]).toEqual([path, 'no-referrer']);
    }
  });

  it('gives a report that was found an origin of its own', async () => {
    const runs = await guardedFolder();
    writeFileSync(join(runs, 'a', 'report.html'), '<p>report');
    const { url } = await startServer({ runs });
    const { headers } = await fetch(await frameAddress(`${url}/runs/a/`));
    expect(headers.get('content-security-policy')).toMatch(
      /^sandbox allow-scripts allow-downloads; default-src 'none'.*frame-ancestors 'self'$/,
    );
  });

  it('with a token has nothing without it, under any host name', async () => {
    const runs = await guardedFolder();
    const token = '0123456789abcdef0123456789abcdef';
    const { url, port } = await startServer({ runs, token });
    for (const path of [
      '/',
      '/lens/',
      '/runs/a/',
      '/events',
      '/live.js',
      `/${token.slice(1)}0/`,
      `/${token}0/`,
    ]) {
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
    }
    expect((await fetch(`${url}/${token}/runs/a/run.json`)).status).toBe(200);
    expect((await fetch(`${url}/${token}`)).url).toBe(`${url}/${token}/`);
    const elsewhere = `GET /${token}/ HTTP/1.1\r\nHost: machine.example\r\nConnection: close\r\n\r\n`;
    const page = await sendRaw(port, elsewhere);
    expect(page).toMatch(/^HTTP\/1.1 200/);
    expect(page).toContain(`src="./live.js?seen=`);
  });

  it('escapes the names in the list', async () => {
    const runs = temporaryFolder();
    const name = `"><script>alert(1)</script>`.replaceAll('/', '');
    mkdirSync(join(runs, name));
    await writeRun(join(runs, name, 'run & co'));
    const { url } = await startServer({ runs });
    const page = await (await fetch(url)).text();
    expect(page).not.toContain('<script>alert');
    const [, href] = page.match(/href="(runs\/[^"]*)"/)!;
    expect((await fetch(`${url}/${href}`)).status).toBe(200);
  });
});

const late = () => new Promise<string>((resolve) => setTimeout(resolve, 1000, 'nothing within a second'));
