import { boxTop, layOut, lineHeight, type Arrow, type Box } from './layout.ts';
import type { Picture } from './picture.ts';

/** Light, and dark where the reader’s system is: contrast of text at least 7 to 1 in both. */
const style = `
  svg { color-scheme: light dark }
  .page { fill: #ffffff }
  .frame { fill: #f4f6fa; stroke: #5b6b86 }
  .band { fill: #e8edf6; stroke: #93a1ba; stroke-dasharray: 6 4 }
  .box { fill: #ffffff; stroke: #5b6b86 }
  .door { fill: #12305c; stroke: #12305c }
  text { font: 14px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; fill: #14213a }
  .title { font-weight: 600 }
  .head { font-size: 22px; font-weight: 650 }
  .small { fill: #3a4a66 }
  .on-door { fill: #ffffff }
  .arrow { stroke: #12305c; stroke-width: 1.75; fill: none }
  .tip { fill: #12305c }
  .dashed { stroke-dasharray: 5 4 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0e1420 }
    .frame { fill: #151d2c; stroke: #7d8dab }
    .band { fill: #1c2638; stroke: #596a88 }
    .box { fill: #0e1420; stroke: #7d8dab }
    .door { fill: #b9d0ff; stroke: #b9d0ff }
    text { fill: #eef3fc }
    .small { fill: #c3cee2 }
    .on-door { fill: #0e1420 }
    .arrow { stroke: #b9d0ff }
    .tip { fill: #b9d0ff }
  }`;

/** The picture as one file that needs nothing else: text is text, and a screen reader is told what there is. */
export function svgOf(picture: Picture): string {
  const { width, height, boxes, arrows } = layOut(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${round(height)}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escape(`${picture.title} in ${picture.region}`)}</title>`,
    `<desc id="description">${escape(describe(boxes))}</desc>`,
    `<style>${style}`,
    '</style>',
    `<rect class="page" width="${width}" height="${round(height)}"/>`,
    `<text class="head" x="24" y="42">${escape(`${picture.title}, ${picture.region}`)}</text>`,
    ...boxes.map(drawBox),
    ...arrows.map(drawArrow),
    '</svg>',
    '',
  ].join('\n');
}

function drawBox({ kind, x, y, width, height, title, lines }: Box): string {
  const words = kind === 'door' ? 'title on-door' : 'title';
  const middle = x + width / 2;
  const centred = kind === 'box' || kind === 'door';
  const place = centred ? `x="${round(middle)}" text-anchor="middle"` : `x="${round(x + 16)}"`;
  return [
    `<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${kind === 'door' ? 20 : 8}"/>`,
    `<text class="${words}" ${place} y="${round(y + boxTop)}">${escape(title)}</text>`,
    ...lines.map(
      (line, index) =>
        `<text class="small" ${place} y="${round(y + boxTop + (index + 1) * lineHeight)}">${escape(line)}</text>`,
    ),
  ].join('\n');
}

const tip = 8;

function drawArrow({ from: [x, top], to: [, bottom], label, dashed }: Arrow): string {
  const line = `<path class="arrow${dashed ? ' dashed' : ''}" d="M${round(x)} ${round(top)}V${round(bottom - tip)}"/>`;
  const head = `<path class="tip" d="M${round(x - 5)} ${round(bottom - tip)}h10l-5 ${tip}z"/>`;
  if (label === '') return `${line}\n${head}`;
  const y = round((top + bottom) / 2 + 4);
  return `${line}\n${head}\n<text class="small" x="${round(x + 10)}" y="${y}">${escape(label)}</text>`;
}

/** From top to bottom, as it would be read aloud. */
function describe(boxes: readonly Box[]): string {
  return boxes
    .map(({ title, lines }) => [title, ...lines].join(', '))
    .join('. ')
    .concat('.');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
