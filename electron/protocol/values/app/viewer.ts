/** Where the page has kept a place for the view of a message: CSS pixels from the page's top left corner. */
import * as v from 'valibot';

const PixelSchema = v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000));
const ExtentSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(100_000));

export const ViewBoundsSchema = v.object({ x: PixelSchema, y: PixelSchema, width: ExtentSchema, height: ExtentSchema });
export type ViewBounds = v.InferOutput<typeof ViewBoundsSchema>;
