import { enhancedMeaning } from '../../electron/texts/replies/enhanced-codes.ts';

const numbers = (end: number): number[] => Array.from({ length: end }, (_, at) => at);

/** Every subject and detail that has a meaning, as "7.26"; three digits are the most that RFC 3463 allows. */
export const ENHANCED_CODES: readonly string[] = numbers(10).flatMap((subject) =>
  numbers(1000).flatMap((detail) => (enhancedMeaning(subject, detail) === null ? [] : [`${subject}.${detail}`])),
);
