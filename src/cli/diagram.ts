import type { Command } from './command.ts';
import { checkEnvironment } from './environment-argument.ts';

/** `./midcoast diagram`: a picture of what is built. */
export const command: Command = {
  name: 'diagram',
  summary: 'a picture of what is built',
  usage: 'diagram [ENV] [--svg]',
  options: { svg: { type: 'boolean', description: 'SVG, light and dark, instead of Mermaid' } },
  examples: [
    { line: './midcoast diagram', shows: 'production as Mermaid, for a page or an issue on GitHub' },
    { line: './midcoast diagram staging --svg > staging.svg', shows: 'a picture that any browser shows' },
  ],
  notes: ['Both are in generated/<environment>/ too, as diagram.mmd and diagram.svg: `synth` writes them.'],
  positionals: { least: 0, most: 1 },
  check: checkEnvironment,
  run: async (...given) => (await import('./diagram-run.ts')).run(...given),
};
