/** Passwords for the test server's users: strong enough for any mechanism, readable enough to be typed from a screen. */
import { randomInt } from 'node:crypto';

/** Without what is taken for something else: 0 and o, 1, l and i. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const PER_GROUP = 5;

/** 20 characters in four groups, such as kx7mp-4vtrq-9hwzc-n3fdb: 99 bits. */
export function generatePassword(): string {
  const letter = (): string => LETTERS[randomInt(LETTERS.length)] ?? '';
  const group = (): string => Array.from({ length: PER_GROUP }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
