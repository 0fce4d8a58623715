import type { Machine } from '../../toolbox/program.ts';
import type { Tool } from '../../toolbox/tool.ts';
import { actionlintTool } from '../../toolbox/actionlint.ts';
import { hadolintTool } from '../../toolbox/hadolint.ts';
import { zizmorTool } from '../../toolbox/zizmor.ts';

/** What a linter has against a line of a file. */
export type LintFinding = {
  readonly file: string;
  readonly line: number;
  /** As the linter calls it: `DL3007`, `template-injection`. */
  readonly id: string;
  readonly title: string;
};

/** A program that reads files of the pipeline and says in JSON what is wrong with them. */
export type Linter = {
  readonly name: string;
  readonly reads: 'workflow' | 'image';
  readonly tool: (machine: Machine) => Tool;
  readonly words: (files: readonly string[]) => readonly string[];
  readonly read: (report: unknown) => readonly LintFinding[];
  /**
   * A file with a fault that this linter knows. It is read beside ours in the same run: whoever does not find it has
   * not looked, and then finding nothing in ours means nothing.
   */
  readonly planted: string;
};

const head = 'name: Planted\non: push\njobs:\n  planted:\n    runs-on: ubuntu-24.04\n    steps:\n';

/** Each at its strictest, with no network, and with what a comment in the file would silence. */
export const linters: readonly Linter[] = [
  {
    name: 'actionlint',
    reads: 'workflow',
    tool: actionlintTool,
    words: (files) => ['-no-color', '-format', '{{json .}}', ...files],
    read: (report) =>
      (report as readonly Actionlint[]).map(({ filepath, line, kind, message }) => ({
        file: filepath,
        line,
        id: kind,
        title: message,
      })),
    planted: `${head}      - run: echo "\${{ github.planted }}"\n`,
  },
  {
    name: 'zizmor',
    reads: 'workflow',
    tool: zizmorTool,
    words: (files) => [
      '--offline',
      '--persona=auditor',
      '--no-config',
      '--no-ignores',
      '--format=json',
      ...files,
    ],
    read: (report) =>
      (report as readonly Zizmor[]).flatMap(({ ident, desc, locations }) =>
        locations.slice(0, 1).map(({ symbolic, concrete }) => ({
          file: symbolic.key.Local.verbatim_path,
          // It counts from zero.
          line: concrete.location.start_point.row + 1,
          id: ident,
          title: desc,
        })),
      ),
    planted: `${head}      - uses: actions/checkout@main\n`,
  },
  {
    name: 'hadolint',
    reads: 'image',
    tool: hadolintTool,
    words: (files) => ['--no-color', '--disable-ignore-pragma', '--format', 'json', ...files],
    read: (report) =>
      (report as readonly Hadolint[]).map(({ file, line, code, message }) => ({
        file,
        line,
        id: code,
        title: message,
      })),
    planted: 'FROM debian:latest\n',
  },
];

type Actionlint = {
  readonly filepath: string;
  readonly line: number;
  readonly kind: string;
  readonly message: string;
};

type Zizmor = {
  readonly ident: string;
  readonly desc: string;
  readonly locations: readonly {
    readonly symbolic: { readonly key: { readonly Local: { readonly verbatim_path: string } } };
    readonly concrete: { readonly location: { readonly start_point: { readonly row: number } } };
  }[];
};

type Hadolint = {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
};
