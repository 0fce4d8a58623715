import type { Environment } from '../../environments/environment.ts';
import { midcoast, type Platform } from '../../platform/midcoast.ts';
import { mermaidOf } from './mermaid.ts';
import { pictureOf } from './picture.ts';
import { svgOf } from './svg.ts';

export type Diagram = { readonly svg: string; readonly mermaid: string };

/** The guide’s opening tree, drawn from what is built: the same bytes for the same platform. */
export function diagramOf(platform: Platform): Diagram {
  const picture = pictureOf(platform);
  return { svg: svgOf(picture), mermaid: mermaidOf(picture) };
}

/** Builds the platform of an environment and draws it. */
export function draw(environment: Environment): Diagram {
  return diagramOf(midcoast(environment));
}
