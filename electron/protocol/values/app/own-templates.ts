/** Messages that a user keeps to begin a send test with: whole sources, whose variables are filled in for every message that goes out. */
import * as v from 'valibot';
import { TEMPLATE_IDS } from '../../facts/templates.ts';
import { CountSchema, IdSchema } from '../common.ts';

/** UTF-16 units of a source: more is a file. */
export const OWN_TEMPLATE_LENGTH = 2_097_152;
/** As many as a list is looked through. */
export const OWN_TEMPLATES = 200;

/** Unlike the ready-made ones, so that `--template NAME` means one thing. */
export const OwnTemplateNameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(100),
  v.check((name) => !TEMPLATE_IDS.some((id) => id === name.toLowerCase()), 'the name of a ready-made message'),
);

export const OwnTemplateInfoSchema = v.object({ id: IdSchema, name: v.string(), length: CountSchema });
export type OwnTemplateInfo = v.InferOutput<typeof OwnTemplateInfoSchema>;

export const OwnTemplateSchema = v.object({
  id: IdSchema,
  name: v.string(),
  source: v.pipe(v.string(), v.maxLength(OWN_TEMPLATE_LENGTH)),
  /** Its line ends are part of it. */
  raw: v.boolean(),
});
export type OwnTemplate = v.InferOutput<typeof OwnTemplateSchema>;

export const StoredTemplatesSchema = v.object({ schema: v.literal(1), templates: v.array(OwnTemplateSchema) });
export type StoredTemplates = v.InferOutput<typeof StoredTemplatesSchema>;
