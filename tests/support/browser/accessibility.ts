import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { stillPage } from './stillPage.ts';

/**
 * What people who hear a page or see little would stumble over, light or dark: axe's rule and the first element, a line for each
 * rule. In the dark only colours differ, so that the rules about them are all that is asked again.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // A page's policy forbids scripts of others; the debugger's do not go through it.
  await page.evaluate(axe.source);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await violations(page, {});
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
  await page.emulateMedia({ colorScheme: null });
  return [...light, ...dark.map((fault) => `dark: ${fault}`)];
}

async function violations(page: Page, options: axe.RunOptions): Promise<string[]> {
  for (;;) {
    await stillPage(page);
    const found = (await page.evaluate(look(options))) as axe.AxeResults['violations'] | null;
    if (found) return found.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
  }
}

/** What axe finds, or null where the page began to compute meanwhile: what is being computed again is pale until then. */
const look = (options: axe.RunOptions) => `(async () => {
  const isBusy = () => document.querySelector('[aria-busy="true"]') !== null;
  let disturbed = isBusy();
  const observer = new MutationObserver(() => (disturbed ||= isBusy()));
  observer.observe(document.documentElement, { attributeFilter: ['aria-busy'], subtree: true, childList: true });
  const { violations } = await axe.run(${JSON.stringify(options)});
  observer.disconnect();
  return disturbed ? null : violations;
})()`;
