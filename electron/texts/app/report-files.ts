/** Why a file cannot be opened as a report or a survey, with the file and the place. */
import type { OpenProblem } from '../../protocol/parse/opened/report-text.ts';
import { octets } from '../units.ts';
import { shorten, visible } from '../visible.ts';

const shown = (text: string): string => shorten(visible(text), 120);

export function openProblemText(file: string, problem: OpenProblem): string {
  const name = shown(file);
  switch (problem.code) {
    case 'empty':
      return `${name} is empty.`;
    case 'not-json':
      return problem.line === null
        ? `${name} is no JSON.`
        : `${name} is no JSON: line ${problem.line}, column ${problem.column ?? 1}.`;
    case 'too-deep':
      return `${name} is nested deeper than any report, and was not read.`;
    case 'several':
      return `${name} holds ${problem.count} objects, a line each, that are no survey: save the one that you mean to a file of its own.`;
    case 'newer':
      return `${name} is of a later version of Posthorn (schema ${problem.schema}); this one reads schema 1.`;
    case 'other':
      return problem.command === null
        ? `${name} is JSON, but neither a report nor a survey of Posthorn: it names no command.`
        : `${name} is of “${shown(problem.command)}”, for which there is no view of a file: reports of check and send, comparisons, and the surveys matrix, addresses, mx, census, verify, watch and survey have one.`;
    case 'wrong':
      return `${name} is not as a report has to be, at ${problem.place === '' ? 'its top' : shown(problem.place)}: ${shown(problem.why)}.`;
  }
}

export const openTooLargeText = (file: string, size: number, limit: number): string =>
  `${shown(file)} has ${octets(size)}; ${octets(limit)} are read at most.`;

export const openUnreadableText = (file: string): string => `${shown(file)} could not be read.`;
