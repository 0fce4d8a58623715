import { publicPart } from './mermaid.ts';
import type { Part, Picture } from './picture.ts';

/** A rectangle with text, in pixels. */
export type Box = {
  readonly kind: 'frame' | 'band' | 'box' | 'door';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly lines: readonly string[];
};

export type Arrow = {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly label: string;
  readonly dashed: boolean;
};

export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
};

export const pageWidth = 1040;
export const lineHeight = 19;
const margin = 24;
const padding = 20;
const gap = 16;
/** Room for an arrow and what is written beside it. */
const arrowRoom = 44;
/** From the top of a box to its first line, and below its last. */
export const boxTop = 26;
const boxBottom = 14;
/** The title of a frame. */
const frameTop = 40;
const pageTop = 70;

/** Lays the picture out from top to bottom: the internet, the edge, the network with its two bands, recovery. */
export function layOut(picture: Picture): Layout {
  const boxes: Box[] = [];
  const arrows: Arrow[] = [];
  const middle = pageWidth / 2;
  let y = pageTop;
  let from: number | undefined;
  const stack = (box: Omit<Box, 'x' | 'y' | 'width'>, width: number, label: string) => {
    if (from !== undefined) arrows.push(down(middle, from, y, label));
    boxes.push({ ...box, x: (pageWidth - width) / 2, y, width });
    from = y + box.height;
    y = from + arrowRoom;
  };
  stack({ kind: 'door', title: 'Internet', lines: [], height: 40 }, 180, '');
  if (picture.edge !== undefined) stack(boxOf(picture.edge), 420, '443');
  if (picture.network !== undefined) {
    const network = layNetwork(picture, y);
    if (from !== undefined) arrows.push(down(middle, from, network.entrance, '443'));
    boxes.push(...network.boxes);
    arrows.push(...network.arrows);
    from = network.bottom;
    y = from + arrowRoom;
  }
  if (picture.recovery !== undefined) {
    if (from !== undefined) arrows.push({ ...down(middle, from, y, 'copies'), dashed: true });
    const inside = rowOf(picture.recovery.parts.map(boxOf), bandLeft, y + frameTop, bandWidth);
    const bottom = lowest(inside) + padding;
    boxes.push(frame(`Recovery region ${picture.recovery.region}`, y, bottom), ...inside);
    y = bottom;
  }
  return { width: pageWidth, height: Math.max(y, from ?? y) + margin, boxes, arrows };
}

type Area = Pick<Layout, 'boxes' | 'arrows'> & { readonly bottom: number };

/** Bands stand within the frame of the network, boxes within the bands. */
const bandLeft = margin + padding;
const bandWidth = pageWidth - 2 * bandLeft;
const innerLeft = bandLeft + padding;
const innerWidth = bandWidth - 2 * padding;

function layNetwork(picture: Picture, top: number): Area & { readonly entrance: number } {
  const open = layPublic(picture, top + frameTop);
  const closed = layPrivate(picture, open.bottom + arrowRoom);
  const bottom = closed.bottom + padding;
  const { name = '', cidr = '' } = picture.network ?? {};
  return {
    boxes: [frame(`VPC ${name} ${cidr}`, top, bottom), ...open.boxes, ...closed.boxes],
    arrows: [down(pageWidth / 2, open.bottom, open.bottom + arrowRoom, 'TLS'), ...closed.arrows],
    entrance: top,
    bottom,
  };
}

function layPublic({ network, balancer }: Picture, top: number): Area {
  const zones = network?.zones ?? [];
  const door = balancer === undefined ? [] : rowOf([boxOf(balancer)], innerLeft, top + frameTop, innerWidth);
  const chipsTop = door.length === 0 ? top + frameTop : lowest(door) + gap;
  const chips = rowOf(
    zones.map((zone) => boxOf(publicPart(zone))),
    innerLeft,
    chipsTop,
    innerWidth,
  );
  const bottom = lowest([...door, ...chips]) + padding;
  return {
    boxes: [band(`Public subnets (${zones.length})`, top, bottom), ...door, ...chips],
    arrows: [],
    bottom,
  };
}

function layPrivate({ network, cluster, stores }: Picture, top: number): Area {
  const zones = network?.zones ?? [];
  const ranges = zones.map(({ id, privateCidr }) =>
    boxOf({ title: id, lines: [privateCidr ?? 'no subnet'] }),
  );
  const strip = rowOf(ranges, innerLeft, top + frameTop, innerWidth);
  const clusterRow =
    cluster === undefined ? [] : rowOf([boxOf(cluster)], innerLeft, lowest(strip) + gap, innerWidth);
  const storeTop = lowest([...strip, ...clusterRow]) + (cluster === undefined ? gap : arrowRoom);
  const storeRow = rowOf(stores.map(boxOf), innerLeft, storeTop, innerWidth);
  const bottom = lowest([...strip, ...clusterRow, ...storeRow]) + padding;
  const arrows = clusterRow.flatMap(({ y, height }) =>
    storeRow.map((store, index) =>
      down(store.x + store.width / 2, y + height, store.y, String(stores[index]?.port ?? 'TLS')),
    ),
  );
  const boxes = [
    band(`Private subnets (${zones.length})`, top, bottom),
    ...strip,
    ...clusterRow,
    ...storeRow,
  ];
  return { boxes, arrows, bottom };
}

function boxOf({ title, lines }: Part): Omit<Box, 'x' | 'y' | 'width'> {
  return { kind: 'box', title, lines, height: boxTop + lines.length * lineHeight + boxBottom };
}

/** Boxes side by side, equally wide and as high as the highest. */
function rowOf(
  row: readonly Omit<Box, 'x' | 'y' | 'width'>[],
  x: number,
  y: number,
  width: number,
): readonly Box[] {
  const each = (width - gap * (row.length - 1)) / row.length;
  const height = Math.max(0, ...row.map((box) => box.height));
  return row.map((box, index) => ({ ...box, height, x: x + index * (each + gap), y, width: each }));
}

function band(title: string, y: number, bottom: number): Box {
  return { kind: 'band', x: bandLeft, y, width: bandWidth, height: bottom - y, title, lines: [] };
}

function frame(title: string, y: number, bottom: number): Box {
  return { kind: 'frame', x: margin, y, width: pageWidth - 2 * margin, height: bottom - y, title, lines: [] };
}

function lowest(boxes: readonly Box[]): number {
  return Math.max(0, ...boxes.map(({ y, height }) => y + height));
}

function down(x: number, from: number, to: number, label: string): Arrow {
  return { from: [x, from], to: [x, to], label, dashed: false };
}
