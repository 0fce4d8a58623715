import type { Part, Picture, ZonePicture } from './picture.ts';

/** The picture for pages that draw Mermaid, as GitHub does. */
export function mermaidOf(picture: Picture): string {
  const { edge, network, balancer, cluster, stores, recovery } = picture;
  return [
    '---',
    `title: ${picture.title}, ${picture.region}`,
    '---',
    'flowchart TB',
    '  internet(["Internet"])',
    ...(edge === undefined ? [] : [node('edge', edge)]),
    ...(network === undefined
      ? []
      : [
          `  subgraph vpc["VPC ${network.name} · ${network.cidr}"]`,
          `    subgraph public["Public subnets (${network.zones.length})"]`,
          ...(balancer === undefined ? [] : [`    ${node('balancer', balancer)}`]),
          ...network.zones.map((zone, index) => `    ${node(`public${index + 1}`, publicPart(zone))}`),
          '    end',
          `    subgraph private["Private subnets (${network.zones.length}) · ${privateRanges(network.zones)}"]`,
          ...(cluster === undefined ? [] : [`    ${node('cluster', cluster)}`]),
          ...stores.map((store, index) => `    ${node(`store${index + 1}`, store)}`),
          '    end',
          '  end',
        ]),
    ...(recovery === undefined
      ? []
      : [
          `  subgraph recovery["Recovery region ${recovery.region}"]`,
          ...recovery.parts.map((part, index) => `  ${node(`recovery${index + 1}`, part)}`),
          '  end',
        ]),
    ...arrows(picture),
    '',
  ].join('\n');
}

function arrows({ edge, balancer, cluster, stores, network, recovery }: Picture): readonly string[] {
  const door = balancer === undefined ? undefined : 'balancer';
  return [
    ...(edge === undefined ? [] : ['  internet -- "443" --> edge']),
    ...(edge !== undefined && door !== undefined ? [`  edge --> ${door}`] : []),
    ...(door !== undefined && cluster !== undefined ? [`  ${door} -- "TLS" --> cluster`] : []),
    ...(cluster === undefined
      ? []
      : stores.map(({ port }, index) => `  cluster -- "${port ?? 'TLS'}" --> store${index + 1}`)),
    ...(network !== undefined && recovery !== undefined ? ['  vpc -. "copies" .-> recovery'] : []),
  ];
}

function node(id: string, { title, lines }: Part): string {
  return `  ${id}["${[`<b>${title}</b>`, ...lines].map((line) => line.replaceAll('"', '#quot;')).join('<br/>')}"]`;
}

/** What a zone has in its public subnet. */
export function publicPart({ id, publicCidr, hasNat }: ZonePicture): Part {
  return {
    title: id,
    lines: [...(publicCidr === undefined ? [] : [publicCidr]), hasNat ? 'NAT gateway' : 'no NAT gateway'],
  };
}

function privateRanges(zones: readonly ZonePicture[]): string {
  return zones.flatMap(({ privateCidr }) => privateCidr ?? []).join(', ');
}
