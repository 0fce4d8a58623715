import { randomInt } from 'node:crypto';

/** Letters and digits that are not mistaken for one another when read aloud or copied by hand. */
const characters = 'abcdefghijkmnpqrstuvwxyz23456789';

const groups = 5;
const charactersOfGroup = 4;

/** A password to be read and typed: five groups of four, 100 bits. */
export function readablePassword(): string {
  const group = () =>
    Array.from({ length: charactersOfGroup }, () => characters[randomInt(characters.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}
