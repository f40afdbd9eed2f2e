/** VRFY or EXPN answered with a mailbox, to one who has not logged in: RFC 5321 section 7.3 leaves it to the site, and most refuse. */
import type { Check } from '../types.ts';

const shown = /[^\s<>]@[^\s<>]/;

export const disclosureCheck: Check = {
  name: 'disclosure',
  run({ answers = [], auth, transcript }) {
    if (auth !== null && auth.used !== null) return [];
    return answers.flatMap(({ command, reply }) => {
      const verb = command.split(' ')[0] ?? '';
      const told = (reply.code === 250 || reply.code === 251) && reply.lines.some((line) => shown.test(line));
      if (!told || (verb !== 'VRFY' && verb !== 'EXPN')) return [];
      const evidence = transcript
        .filter((line) => line.phase === 'command' && reply.lines.some((text) => line.text.endsWith(text)))
        .map((line) => line.seq);
      const severity = verb === 'EXPN' ? ('warning' as const) : ('info' as const);
      return [
        {
          code: 'server.lists-members' as const,
          severity,
          params: { command: verb, code: reply.code ?? '' },
          evidence,
        },
      ];
    });
  },
};
