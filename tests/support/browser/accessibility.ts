import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { stillPage } from './stillPage.ts';

/** What people who hear a page or see little would stumble over: axe's rule and the first element, a line for each rule. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // A page's policy forbids scripts of others; the debugger's do not go through it.
  await page.evaluate(axe.source);
  for (;;) {
    await stillPage(page);
    const violations = (await page.evaluate(look)) as axe.AxeResults['violations'] | null;
    if (violations) return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
  }
}

/** What axe finds, or null where the page began to compute meanwhile: what is being computed again is pale until then. */
const look = `(async () => {
  const isBusy = () => document.querySelector('[aria-busy="true"]') !== null;
  let disturbed = isBusy();
  const observer = new MutationObserver(() => (disturbed ||= isBusy()));
  observer.observe(document.documentElement, { attributeFilter: ['aria-busy'], subtree: true, childList: true });
  const { violations } = await axe.run();
  observer.disconnect();
  return disturbed ? null : violations;
})()`;
