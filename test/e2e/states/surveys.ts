/** Surveys: what each begins with, a port matrix with a session of it, and two sides to be compared. */
import { expect } from '@playwright/test';
import { addressOf, go, listener, sidebar, verdict } from '../window/screens.ts';
import { state, type State } from './state.ts';

export function surveyStates(): State[] {
  return [
    state('survey-empty', (page) => sidebar(page, 'Surveys').click()),
    {
      name: 'survey-matrix',
      picture: true,
      async show(page) {
        await go(page, 'Test server', 'Listeners');
        const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
        const tls = await addressOf(listener(page, 'SMTP, implicit TLS'));
        await sidebar(page, 'Surveys').click();
        await page.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
        await page.getByRole('textbox', { name: 'Ports' }).fill(`465 587 ${tls.port}/tls ${port}`);
        await page.getByRole('button', { name: 'Find the port', exact: true }).click();
        await expect(page.getByRole('button', { name: 'Find the port', exact: true })).toBeVisible();
        await expect(verdict(page)).toHaveText(/ works with /);
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('EHLO');
      },
    },
    state('survey-compare', (page) => page.getByRole('tab', { name: 'Compare' }).click()),
  ];
}
