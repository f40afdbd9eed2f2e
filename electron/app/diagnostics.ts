/** The diagnostics of a running app: what its services know, in the form that the command line has too. */
import type { AppInfo } from '../ipc/contract.ts';
import type { Settings } from '../protocol/values/app/settings.ts';
import type { ServerState } from '../protocol/values/server/server.ts';
import { formatDiagnostics } from '../storage/diagnostics/format.ts';

interface RunningFacts {
  readonly info: AppInfo;
  readonly settings: Settings;
  readonly dataDir: string;
  readonly server: ServerState;
  /** A number, or why it is not known. */
  readonly profiles: number | string;
  readonly runs: number;
  readonly log: readonly string[];
}

export const diagnosticsOf = ({ info, server, profiles, runs, ...facts }: RunningFacts): Promise<string> =>
  formatDiagnostics({
    ...facts,
    version: info.version,
    runtime: info.runtime,
    versions: info.versions,
    settingsProblem: info.settingsProblem?.code ?? null,
    counts: {
      profiles,
      'past runs': runs,
      messages: `${server.messages}, ${server.unread} unread`,
      'logins of the test server': server.users?.length ?? 0,
    },
    server: [
      server.phase,
      ...server.listeners.map(
        ({ config, boundPort }) =>
          `${config.protocol} ${config.security}: port ${config.port ?? 'none'}, ${boundPort === null ? 'not listening' : `listening on ${boundPort}`}`,
      ),
      ...(server.problem === null ? [] : [`could not be read: ${server.problem.code}`]),
    ],
  });
