/**
 * Who may import whom: the one table, read by `./midcoast test`. A message says what the breach means and how
 * to mend it. Paths are regular expressions over paths of the repository; `$1` in `to` is the group of `from`.
 */
import { Visitor } from '@swc/core/Visitor.js';

const tests = '\\.test\\.ts$';

/** The rooms of the service that hold its domain. */
const domain = 'leads|imports|accounts|routing|delivery|maintenance';

/** Lists of words that both the service and its console speak; they import nothing, so a browser can load them. */
const vocabulary = '^src/service/(accounts/permission|leads/suppression-reason)\\.ts$';

/** Folders of the platform: the chapters of the guide, and what no heading holds. */
const chapters = 'account|edge|infrastructure|kubernetes|pipeline|security|scaling|recovery';

/** The console itself; bundle.ts is the service's part, which packs it. */
const console = { path: '^src/service/console/', pathNot: `${tests}|^src/service/console/bundle\\.ts$` };

/** Rooms that only commands of `packages: 'development'` enter: they may use the AWS SDK. */
const cloud = '^src/operations/((account|deploy|destroy|kubernetes|rehearsal|rollout)/|add-on-files)';

const rules = [
  {
    name: 'environments-import-nothing',
    comment: 'Environments are the one input: they know no other room. Pass what you need as an argument.',
    from: { path: '^src/environments/' },
    to: { path: '^(src|tests)/', pathNot: '^src/environments/' },
  },
  {
    name: 'service-imports-nothing',
    comment:
      'The service runs alone in its image: it knows no other room. Move what it needs into src/service, or let it come as a variable of contract.ts.',
    from: { path: '^src/service/' },
    to: { path: '^(src|tests)/', pathNot: '^src/service/' },
  },
  {
    name: 'platform-imports-contract',
    comment:
      'The platform knows the environments, and of the service only contract.ts. State the fact there.',
    from: { path: '^src/platform/' },
    to: { path: '^(src|tests)/', pathNot: '^src/(platform|environments)/|^src/service/contract\\.ts$' },
  },
  {
    name: 'chapters-know-no-chapter',
    comment:
      'No heading imports another: declare the type of what you need in your own file, and let platform/midcoast.ts hand it over.',
    from: { path: `^src/platform/(${chapters})/`, pathNot: tests },
    to: { path: `^src/platform/(${chapters})/`, pathNot: '^src/platform/$1/' },
  },
  {
    name: 'headings-know-no-heading',
    comment:
      'No heading imports another of its chapter: declare the type of what you need in your own file, and let platform/midcoast.ts hand it over.',
    from: { path: `^src/platform/(${chapters})/([^/]+)/`, pathNot: tests },
    to: { path: '^src/platform/$1/', pathNot: '^src/platform/$1/$2/' },
  },
  {
    name: 'operations-import-doors',
    comment:
      'Operations know the environments, platform/midcoast.ts and service/contract.ts. Processes of the service are spawned, never imported.',
    from: { path: '^src/operations/' },
    to: {
      path: '^(src|tests)/',
      pathNot: '^src/(operations|environments)/|^src/platform/midcoast\\.ts$|^src/service/contract\\.ts$',
    },
  },
  {
    name: 'operations-lie-in-layers',
    comment:
      'toolbox, load, local, kubernetes and rollout lie below what uses them: bench, rehearsal, drills, deploy, workshop. Hand the upper one in as an argument.',
    from: { path: '^src/operations/(toolbox|load|local|kubernetes|rollout)/' },
    to: { path: '^src/operations/(bench|rehearsal|drills|deploy|workshop)[/.]' },
  },
  {
    name: 'cli-imports-operations',
    comment: 'The command line turns flags into operations: it knows operations and environments alone.',
    from: { path: '^src/cli/' },
    to: { path: '^(src|tests)/', pathNot: '^src/(cli|operations|environments)/' },
  },
  {
    name: 'tests-use-the-front-door',
    comment:
      'Whole-system tests go through ./midcoast and HTTP, and know only service/contract.ts. A test of a part stands beside its file.',
    from: { path: '^tests/' },
    to: { path: '^src/', pathNot: '^src/service/contract\\.ts$' },
  },
  {
    name: 'connections-know-no-leads',
    comment: 'Connections carry bytes and rows, and know no domain. Let the caller say what they mean.',
    from: { path: '^src/service/connections/' },
    to: { path: `^src/service/(${domain}|http|console|processes)/` },
  },
  {
    name: 'domain-knows-no-http',
    comment:
      'The domain is the same behind HTTP, a file and a queue. Return a value, and let src/service/http turn it into an answer.',
    from: { path: `^src/service/(${domain})/`, pathNot: tests },
    to: { path: '^src/service/(http|console)/|^(node:)?(https?|http2)$|(^|/)node_modules/(fastify|undici)/' },
  },
  {
    name: 'console-stands-alone',
    comment:
      'The console runs in a browser: it imports itself, preact, signals and htm, types of the HTTP contract, and vocabularies.',
    from: console,
    to: {
      pathNot: `^src/service/console/|(^|/)node_modules/(preact|@preact/signals|@preact/signals-core|htm)/|${vocabulary}`,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'console-types-from-the-contract',
    comment:
      'Types that the console imports from outside are those of the HTTP contract in src/service/http/api.',
    from: console,
    to: {
      path: '^src/',
      pathNot: `^src/service/(console|http/api)/|^src/service/contract\\.ts$|${vocabulary}`,
      dependencyTypes: ['type-only'],
    },
  },
  {
    name: 'vocabulary-imports-nothing',
    comment:
      'A vocabulary is loaded by the console too. Keep the list of words there, and move the rest to another file.',
    from: { path: vocabulary },
    to: {},
  },
  {
    name: 'no-circle',
    comment:
      'These files need one another, types included, so neither can be understood alone. Move what both need into a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'tests-are-not-imported',
    comment: 'A test is nobody’s tool. Give what it holds a file and a noun of its own.',
    from: { path: '^(src|tests)/' },
    to: { path: tests },
  },
  {
    name: 'runtime-needs-no-development-package',
    comment:
      'up installs `dependencies` alone. Move the package there in package.json, or the import into a test, or into a room of a command that brings the development packages first.',
    from: { path: '^src/(service|cli|operations)/', pathNot: `${tests}|${cloud}` },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'imports-resolve',
    comment: 'There is no such file, or the package is not in package.json.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'packages-are-declared',
    comment: 'The package comes only with another one. Add it to package.json.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] },
  },
];

export default {
  forbidden: rules.map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    // With TypeScript 7 alone it reads no module and passes; swc reads them, type imports too.
    parser: 'swc',
    tsPreCompilationDeps: true,
    preserveSymlinks: true,
    doNotFollow: { path: 'node_modules' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: false,
  },
};

// swc parses `using`, but its visitor, through which dependency-cruiser reads, does not know the statement yet.
const visitStatement = Visitor.prototype.visitStatement;
Visitor.prototype.visitStatement = function visit(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  return { ...statement, decls: statement.decls.map((each) => this.visitVariableDeclarator(each)) };
};
