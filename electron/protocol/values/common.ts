/** Small schemas that several others are made of. */
import * as v from 'valibot';
import { limits } from '../parse/limits.ts';

/** Octets as they were on the wire. A Node Buffer is one too; structured clone turns it into a plain Uint8Array. */
export const BytesSchema = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');

export const CountSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
export const PortSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(limits.port));
/** Milliseconds, fractions allowed: wire times are measured, not counted. */
export const MillisecondsSchema = v.pipe(v.number(), v.finite(), v.minValue(0));
export const IsoTimeSchema = v.pipe(v.string(), v.isoTimestamp());
/** Identifiers made by main: opaque to the renderer, safe as file names. */
export const IdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

export const FamilySchema = v.picklist([4, 6]);
export type Family = v.InferOutput<typeof FamilySchema>;
