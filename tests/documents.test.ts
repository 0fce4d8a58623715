import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { processes } from '../src/service/contract.ts';

const root = dirname(import.meta.dirname);

type Page = { readonly path: string; readonly text: string };

/** Files of the project under a folder, by how their names end. */
async function readPages(folder: string, endings: readonly string[]): Promise<readonly Page[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return Promise.all(paths.toSorted().map(readPage));
}

async function readPage(path: string): Promise<Page> {
  return { path, text: await readFile(join(root, path), 'utf8') };
}

async function readDocuments(): Promise<readonly Page[]> {
  const names = (await readdir(root)).filter((name) => name.endsWith('.md'));
  return [...(await Promise.all(names.toSorted().map(readPage))), ...(await readPages('docs', ['.md']))];
}

/** Names of the commands, as the launcher tells them. */
async function readCommands(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(join(root, 'midcoast'), ['--json']);
  const { commands } = JSON.parse(stdout) as { commands: readonly { name: string }[] };
  return commands.map(({ name }) => name);
}

const documents = await readDocuments();
const commands = await readCommands();

function page(path: string): string {
  const found = documents.find((document) => document.path === path);
  assert.ok(found, `there is no ${path}`);
  return found.text;
}

/** How a heading is written in a link: https://docs.github.com/en/get-started/writing-on-github */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1] ?? '')));
}

/** Faults of the links of a page to other files of the project and to headings. */
async function brokenLinks({ path, text }: Page): Promise<readonly string[]> {
  const broken: string[] = [];
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
  for (const [, link = ''] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(link)) continue;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    const found = await access(join(root, target)).then(
      () => true,
      () => false,
    );
    if (!found) broken.push(`${path}: ${link} leads nowhere`);
    else if (anchor !== undefined && !anchorsOf(await readFile(join(root, target), 'utf8')).has(anchor)) {
      broken.push(`${path}: ${link} names no heading`);
    }
  }
  return broken;
}

describe('the documents', () => {
  it('are all there', () => {
    const paths = documents.map(({ path }) => path);
    for (const name of ['README', 'GUIDE', 'ARCHITECTURE', 'CONTRIBUTING', 'CHANGELOG', 'SECURITY']) {
      assert.ok(paths.includes(`${name}.md`), `there is no ${name}.md`);
    }
    assert.ok(paths.length >= 20, `only ${paths.length} documents were read`);
  });

  it('link to files and headings that exist', async () => {
    const broken = await Promise.all(documents.map(brokenLinks));
    assert.deepEqual(broken.flat(), []);
  });

  it('name only commands that exist', () => {
    const wrong = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\.\/midcoast ([a-z][a-z-]*)/g)]
        .filter(([, name = '']) => !commands.includes(name))
        .map(([mention]) => `${path}: ${mention}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('name no path of the machine they were written on', async () => {
    const files = [
      ...documents,
      ...(await readPages('src', ['.ts', '.sql', '.css'])),
      ...(await readPages('examples', [''])),
    ];
    const paths = /(?:^|[\s"'`(=])\/(?:work|root|home|Users|mnt|media|var\/folders)\/\w+/gm;
    const wrong = files.flatMap(({ path, text }) =>
      [...text.matchAll(paths)].map(([found]) => `${path}: ${found.trim()}`),
    );
    assert.ok(files.length > 100);
    assert.deepEqual(wrong, []);
  });
});

describe('README.md', () => {
  it('has a row for every command, and for no other', () => {
    const rows = [...page('README.md').matchAll(/^\| `\.\/midcoast ([a-z]+)/gm)].map((match) => match[1]);
    assert.ok(rows.length > 0);
    assert.deepEqual(rows, commands);
  });
});

describe('ARCHITECTURE.md', () => {
  it('is a map of fewer than 120 lines', () => {
    assert.ok(page('ARCHITECTURE.md').split('\n').length < 120);
  });

  it('names every process of the service', () => {
    const line = /^  processes\/ .*$/m.exec(page('ARCHITECTURE.md'))?.[0] ?? '';
    assert.deepEqual(
      Object.keys(processes).toSorted(),
      [...line.matchAll(/\b(?!processes|the|jobs)[a-z]+/g)].map(([name]) => name).toSorted(),
    );
  });

  it('names every room of the source', async () => {
    const rooms = await Promise.all(
      ['', 'service', 'operations'].map(async (within) =>
        (await readdir(join(root, 'src', within), { withFileTypes: true }))
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name),
      ),
    );
    const missing = rooms.flat().filter((room) => !page('ARCHITECTURE.md').includes(`${room}/`));
    assert.deepEqual(missing, []);
  });
});

describe('docs/decisions', () => {
  it('say what was chosen, why, and when to look again, each on one page that the index lists', () => {
    const decisions = documents.filter(({ path }) => /decisions\/\d/.test(path));
    const index = page('docs/decisions/README.md');
    assert.ok(decisions.length >= 12);
    decisions.forEach(({ path, text }, at) => {
      const name = path.split('/').at(-1) ?? '';
      const number = String(at + 1).padStart(3, '0');
      assert.match(name, new RegExp(`^${number}-[a-z-]+\\.md$`));
      assert.ok(text.startsWith(`# ${number} `), `${path} has another number in its heading`);
      for (const part of ['**Choice.**', '**Why', '**Revisit**'])
        assert.ok(text.includes(part), `${path} lacks ${part}`);
      assert.ok(text.split('\n').length <= 40, `${path} is longer than a page`);
      assert.ok(index.includes(`](${name})`), `the index does not list ${name}`);
    });
  });
});

describe('docs/runbooks', () => {
  it('have the same four parts each', () => {
    const runbooks = documents.filter(({ path }) => path.startsWith('docs/runbooks/'));
    assert.ok(runbooks.length > 0);
    for (const { path, text } of runbooks) {
      const parts = [...text.matchAll(/^## (.*)$/gm)].map(([, part]) => part);
      assert.deepEqual(parts, ['When', 'Do', 'Check', 'Undo'], path);
    }
  });

  it('say how the cluster is reached wherever they need it', () => {
    const needing = documents.filter(
      ({ path, text }) =>
        path.startsWith('docs/runbooks/') &&
        !path.endsWith('/reach-the-cluster.md') &&
        /`kubectl|^ +kubectl|In Prometheus|In the dashboard/m.test(text),
    );
    assert.ok(needing.length >= 8);
    for (const { path, text } of needing)
      assert.ok(text.includes('](reach-the-cluster.md)'), `${path} does not say how the cluster is reached`);
  });
});

type Code = { readonly code: string; readonly exit: number | undefined; readonly where: string };

const exitNumbers: Readonly<Record<string, number>> = {
  checkFailed: 1,
  usage: 2,
  missing: 3,
  refused: 4,
  busy: 5,
  outside: 6,
  bug: 70,
  interrupted: 130,
};

/** Codes that commands fail with: `code: '…'` with the `exit` after it, and `fail 3 code` in the launcher. */
async function failureCodes(): Promise<readonly Code[]> {
  const pages = [...(await readPages('src/operations', ['.ts'])), ...(await readPages('src/cli', ['.ts']))];
  const codes = pages
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/(?<!send\(\{ )\bcode: ([^\n]*)(?:\n\s*(?:sign: .*\n\s*)?exit: '(\w+)')?/g)].flatMap(
        ([, value = '', exit]) =>
          [...value.matchAll(/'([a-z][a-z0-9_]*)'/g)].map(([, code = '']) => ({
            code,
            exit: exit === undefined ? undefined : exitNumbers[exit],
            where: path,
          })),
      ),
    );
  const breaches = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bbreach\('([a-z_]+)'/g)].map(([, code = '']) => ({ code, exit: 1, where: path })),
  );
  const launcher = [...(await readPage('midcoast')).text.matchAll(/\bfail (\d) ([a-z_]+)/g)];
  return [
    ...codes,
    ...breaches,
    ...launcher.map(([, exit, code = '']) => ({ code, exit: Number(exit), where: 'midcoast' })),
  ];
}

describe('docs/failures.md', () => {
  const described = page('docs/failures.md')
    .split(/^## Exit (?=\d)/m)
    .slice(1)
    .flatMap((chapter) =>
      [...chapter.matchAll(/^\| `(\w+)` +\| +\S.* \| +\S.* \|$/gm)].map(([, code = '']) => ({
        code,
        exit: Number.parseInt(chapter, 10),
      })),
    );

  it('says of every failure what happened and what to do, under its exit code', async () => {
    const codes = await failureCodes();
    const missing = codes.filter(
      ({ code, exit }) =>
        !described.some((row) => row.code === code && (exit === undefined || row.exit === exit)),
    );
    assert.ok(codes.length > 40, `only ${codes.length} codes were found`);
    assert.deepEqual(missing, []);
  });

  it('lists each code once, and none that no command has', async () => {
    const pages = [...(await readPages('src/operations', ['.ts'])), ...(await readPages('src/cli', ['.ts']))];
    const source = [...pages, await readPage('midcoast')].map(({ text }) => text).join('\n');
    const names = described.map(({ code }) => code);
    assert.deepEqual(names.length, new Set(names).size);
    assert.deepEqual(
      names.filter((code) => !source.includes(`'${code}'`) && !source.includes(` ${code} `)),
      [],
    );
  });
});
