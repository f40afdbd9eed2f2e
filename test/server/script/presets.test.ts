/** Every preset against our own client: it ends in what the truth file says, and knows no preset by its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { presetNamed, presets } from '../../../electron/core/server/script/presets.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { send } from '../../../electron/core/smtp/flows/send.ts';
import type { SessionResult } from '../../../electron/core/smtp/types.ts';
import { ScriptSchema } from '../../../electron/protocol/values/server/script.ts';
import { scriptText } from '../../../electron/texts/app/faults.ts';
import { startFixture, USER, type Fixture } from '../fixture.ts';

interface Truth {
  readonly name: string;
  readonly code: string | null;
  readonly phase?: string;
  readonly delivery: string;
  readonly protocol?: 'lmtp';
  readonly security?: 'starttls';
  readonly auth?: boolean;
  readonly to?: string[];
  /** Of a second attempt. */
  readonly again?: string | null;
}

const truth = (
  JSON.parse(readFileSync(new URL('../../fixtures/presets.json', import.meta.url), 'utf8')) as { presets: Truth[] }
).presets;

describe('presets', () => {
  test('the truth file and the presets name the same', () => {
    expect(truth.map(({ name }) => name)).toEqual(presets.map(({ name }) => name));
    expect(presetNamed('nothing')).toBeNull();
  });

  test('each is a good script and says what it will do', () => {
    for (const preset of presets) {
      expect(v.parse(ScriptSchema, preset)).toEqual(preset);
      expect(preset.description).toMatch(/^[A-Z].*\.$/);
      const sentences = scriptText(preset);
      expect(sentences.length, preset.name).toBeGreaterThan(0);
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
    expect(scriptText(presetNamed('session-limit') ?? expect.unreachable())).toEqual([
      'To any command, the server answers “421 4.7.0 Too many commands”, after the first 3 times, counted in each session.',
    ]);
  });

  test('no code of the client knows one', () => {
    const names = presets.map(({ name }) => name).filter((name) => name.includes('-'));
    const folder = 'electron/core/smtp';
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(join(folder, file), 'utf8');
      // Outcome codes of their own that happen to be called so.
      for (const name of names)
        if (name !== 'sender-refused' && name !== 'starttls-refused') expect(source, file).not.toContain(name);
    }
  });

  for (const one of truth) {
    test(one.name, async () => {
      const fixture = await startFixture({
        listener: { protocol: one.protocol ?? 'smtp', security: one.security ?? 'none' },
        config: { script: presetNamed(one.name) },
        auth: { enabled: one.auth ?? false, allowClear: true },
      });
      const first = await attempt(fixture, one);
      expect({
        code: first.error?.code ?? null,
        phase: first.error?.phase ?? undefined,
        delivery: first.delivery,
      }).toEqual({ code: one.code, phase: one.phase, delivery: one.delivery });
      const kept = one.delivery === 'all' || one.delivery === 'some' ? 1 : 0;
      expect(await fixture.stored()).toHaveLength(kept);
      if (one.again === undefined) return;
      expect((await attempt(fixture, one)).error?.code ?? null).toBe(one.again);
    });
  }
});

async function attempt(fixture: Fixture, one: Truth): Promise<SessionResult> {
  const caPem = one.security === undefined ? null : (await fixture.authority()).caPem;
  return send(
    {
      connection: {
        target: `localhost:${fixture.states[0]?.boundPort ?? 0}`,
        protocol: one.protocol ?? 'smtp',
        security: one.security ?? 'none',
        family: 4,
        timeouts: { finalDot: 500 },
        ...(caPem === null ? {} : { tls: { ca: caPem } }),
      },
      auth:
        one.auth === true
          ? { options: { user: USER.user, allowClear: true }, secret: { read: async () => USER.password } }
          : null,
      envelope: { from: 'a@s.example', to: one.to ?? ['b@r.example'] },
      message: { size: null, open: () => message(), lineEnds: 'normalise' },
      dryRun: false,
    },
    { emit: () => undefined, signal: new AbortController().signal, clock: systemClock },
  );
}

async function* message(): AsyncIterable<Uint8Array> {
  yield Buffer.from('Subject: preset\r\n\r\nx\r\n');
}
