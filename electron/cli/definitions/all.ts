/** Every command, in the order of the help. */
import type { CommandSpec } from '../options/types.ts';
import { diagnosticsCommand } from './app/diagnostics.ts';
import { checkUpdates } from './app/check-updates.ts';
import { checkCommand } from './check.ts';
import { compare } from './compare.ts';
import { explainCommand } from './explain.ts';
import { compareHistory } from './history/compare.ts';
import { listHistory } from './history/list.ts';
import { showHistory } from './history/show.ts';
import { matrix } from './matrix.ts';
import { exportCommand } from './profiles/export.ts';
import { importProfiles } from './profiles/import.ts';
import { listProfiles } from './profiles/list.ts';
import { loginProfiles } from './profiles/login.ts';
import { logoutProfiles } from './profiles/logout.ts';
import { setSecretOfProfiles } from './profiles/set-secret.ts';
import { showProfiles } from './profiles/show.ts';
import { verifyProfiles } from './profiles/verify.ts';
import { raw } from './raw.ts';
import { sendCommand } from './send.ts';
import { serve } from './serve.ts';
import { addressesCommand } from './surveys/addresses.ts';
import { censusCommand } from './surveys/census.ts';
import { mxCommand } from './surveys/mx.ts';
import { surveyCommand } from './surveys/survey.ts';
import { verifyCommand } from './surveys/verify.ts';
import { watchCommand } from './surveys/watch.ts';

export const commands: readonly CommandSpec[] = [
  checkCommand,
  sendCommand,
  serve,
  raw,
  listProfiles,
  showProfiles,
  exportCommand,
  importProfiles,
  loginProfiles,
  logoutProfiles,
  setSecretOfProfiles,
  verifyProfiles,
  compare,
  matrix,
  addressesCommand,
  mxCommand,
  censusCommand,
  watchCommand,
  verifyCommand,
  surveyCommand,
  listHistory,
  showHistory,
  compareHistory,
  explainCommand,
  checkUpdates,
  diagnosticsCommand,
];
