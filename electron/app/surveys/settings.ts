/** The user's settings as they bear on a survey: on each of its sessions, as on a single one. */
import type { Settings } from '../../protocol/values/app/settings.ts';
import type { SurveyRequest } from '../../protocol/values/survey/request.ts';
import { withSettings } from '../runs/settings.ts';

export function surveySettings(request: SurveyRequest, settings: Settings): SurveyRequest {
  switch (request.kind) {
    case 'matrix': {
      // A matrix has limits of its own for what is silent: those of a patient client would make it wait for minutes.
      const { connect: _connect, greeting: _greeting, ...timeouts } = settings.timeouts;
      const others = { ...settings, timeouts: { ...timeouts, connect: null, greeting: null } };
      return { ...request, connection: withoutTarget(request.connection, others) };
    }
    case 'mx':
      return { ...request, connection: withoutTarget(request.connection, settings) };
    case 'targets':
      return { ...request, connection: withoutTarget(request.connection, settings) };
    default:
      return { ...request, connection: withSettings(request.connection, settings) };
  }
}

function withoutTarget<C extends object>(connection: C, settings: Settings): C {
  const { target: _, ...others } = withSettings({ ...connection, target: '' }, settings);
  return { ...connection, ...others };
}
