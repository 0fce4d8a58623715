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
    const inside = rowOf(
      picture.recovery.parts.map(boxOf),
      margin + padding,
      y + frameTop,
      pageWidth - 2 * (margin + padding),
    );
    const bottom = lowest(inside) + padding;
    boxes.push(frame(`Recovery region ${picture.recovery.region}`, y, bottom), ...inside);
    y = bottom;
  }
  return { width: pageWidth, height: Math.max(y, from ?? y) + margin, boxes, arrows };
}

type NetworkLayout = Pick<Layout, 'boxes' | 'arrows'> & {
  readonly entrance: number;
  readonly bottom: number;
};

function layNetwork(picture: Picture, top: number): NetworkLayout {
  const { network, balancer, cluster, stores } = picture;
  const left = margin + padding;
  const width = pageWidth - 2 * left;
  const inner = { left: left + padding, width: width - 2 * padding };
  const zones = network?.zones ?? [];
  const publicTop = top + frameTop;
  const door =
    balancer === undefined ? [] : rowOf([boxOf(balancer)], inner.left, publicTop + frameTop, inner.width);
  const chipsTop = door.length === 0 ? publicTop + frameTop : lowest(door) + gap;
  const chips = rowOf(
    zones.map((zone) => boxOf(publicPart(zone))),
    inner.left,
    chipsTop,
    inner.width,
  );
  const publicBottom = lowest([...door, ...chips]) + padding;
  const privateTop = publicBottom + arrowRoom;
  const ranges = zones.map(({ id, privateCidr }) =>
    boxOf({ title: id, lines: [privateCidr ?? 'no subnet'] }),
  );
  const strip = rowOf(ranges, inner.left, privateTop + frameTop, inner.width);
  const clusterRow =
    cluster === undefined ? [] : rowOf([boxOf(cluster)], inner.left, lowest(strip) + gap, inner.width);
  const storeTop = lowest([...strip, ...clusterRow]) + (clusterRow.length === 0 ? gap : arrowRoom);
  const storeRow = rowOf(stores.map(boxOf), inner.left, storeTop, inner.width);
  const privateBottom = lowest([...strip, ...clusterRow, ...storeRow]) + padding;
  const band = (title: string, y: number, bottom: number): Box => ({
    kind: 'band',
    x: left,
    y,
    width,
    height: bottom - y,
    title,
    lines: [],
  });
  return {
    boxes: [
      frame(`VPC ${network?.name ?? ''}  ${network?.cidr ?? ''}`, top, privateBottom + padding),
      band(`Public subnets (${zones.length})`, publicTop, publicBottom),
      ...door,
      ...chips,
      band(`Private subnets (${zones.length})`, privateTop, privateBottom),
      ...strip,
      ...clusterRow,
      ...storeRow,
    ],
    arrows: [
      down(pageWidth / 2, publicBottom, privateTop, 'TLS'),
      ...clusterRow.flatMap(({ y, height }) =>
        storeRow.map((store, index) =>
          down(store.x + store.width / 2, y + height, store.y, String(stores[index]?.port ?? 'TLS')),
        ),
      ),
    ],
    entrance: top,
    bottom: privateBottom + padding,
  };
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

function frame(title: string, y: number, bottom: number): Box {
  return { kind: 'frame', x: margin, y, width: pageWidth - 2 * margin, height: bottom - y, title, lines: [] };
}

function lowest(boxes: readonly Box[]): number {
  return Math.max(0, ...boxes.map(({ y, height }) => y + height));
}

function down(x: number, from: number, to: number, label: string): Arrow {
  return { from: [x, from], to: [x, to], label, dashed: false };
}
