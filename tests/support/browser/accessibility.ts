import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What people who hear a page or see little would stumble over: axe's rule and the first element, a line for each rule. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  let faults: string[] = [];
  // On a busy machine the page may begin to compute again while axe looks; what is a fault stays one.
  for (let look = 0; look < 4; look++) {
    faults = await faultsNow(page);
    if (faults.length === 0) break;
  }
  return faults;
}

async function faultsNow(page: Page): Promise<string[]> {
  // What is being computed again is pale until then.
  await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 60_000 }).toBe(0);
  // Colours that are still on their way have no contrast to speak of.
  await page.waitForTimeout(300);
  await page.evaluate('Promise.allSettled(document.getAnimations().map(({ finished }) => finished))');
  // A page's policy forbids scripts of others; the debugger's do not go through it.
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}
