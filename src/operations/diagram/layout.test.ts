import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentNames } from '../../environments/environment.ts';
import { environments } from '../../environments/environments.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { layOut, type Box, type Layout } from './layout.ts';
import { pictureOf, type Picture } from './picture.ts';

/** Wider than the letters of the fonts that are named, of 14 px; bold ones are wider. */
const letterWidth = 8;

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function holds({ x, y, width, height }: Box, inner: Box): boolean {
  return (
    inner.x >= x && inner.y >= y && inner.x + inner.width <= x + width && inner.y + inner.height <= y + height
  );
}

/** Things that cannot be read: boxes over one another, text wider than its box, a box outside the page. */
function faults({ width, height, boxes }: Layout): readonly string[] {
  const page: Box = { kind: 'frame', x: 0, y: 0, width, height, title: '', lines: [] };
  const pairs = boxes.flatMap((one, index) => boxes.slice(index + 1).map((other) => [one, other] as const));
  return [
    ...pairs
      .filter(([one, other]) => overlap(one, other) && !(one.kind !== 'box' && holds(one, other)))
      .map(([one, other]) => `${one.title} lies over ${other.title}`),
    ...boxes.filter((box) => !holds(page, box)).map(({ title }) => `${title} is outside the page`),
    ...boxes.flatMap((box) =>
      [box.title, ...box.lines]
        .filter((line) => line.length * letterWidth > box.width)
        .map((line) => `${line} is wider than its box`),
    ),
  ];
}

describe('the layout of the picture', () => {
  for (const name of environmentNames) {
    it(`can be read for ${name}`, () => {
      assert.deepEqual(faults(layOut(pictureOf(midcoast(environments[name])))), []);
    });
  }

  it('can be read with five zones, and with nothing built at all', () => {
    const picture = pictureOf(midcoast(environments.production));
    const zones = Array.from({ length: 5 }, (_, zone) => ({
      id: `use1-az${zone}`,
      publicCidr: `10.0.10${zone}.0/24`,
      privateCidr: `10.0.${zone}.0/24`,
      hasNat: true,
    }));
    assert.ok(picture.network);
    assert.deepEqual(faults(layOut({ ...picture, network: { ...picture.network, zones } })), []);
    const bare: Picture = {
      ...picture,
      edge: undefined,
      balancer: undefined,
      network: undefined,
      cluster: undefined,
      stores: [],
      recovery: undefined,
    };
    assert.deepEqual(faults(layOut(bare)), []);
  });

  it('knows when a text does not fit', () => {
    const picture = pictureOf(midcoast(environments.production));
    const cluster = { title: 'EKS', lines: ['x'.repeat(200)] };
    assert.equal(faults(layOut({ ...picture, cluster })).length, 1);
  });
});
