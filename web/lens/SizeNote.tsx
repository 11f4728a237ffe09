import { shortSizeRule, sizeRule } from './sizeRule.ts';
import type { Subject } from './subject.ts';

/** How the image was resized, in a line for the eye and in sentences for the ear. */
export function SizeNote({ of }: { readonly of: Subject | null }) {
  const rule = of && shortSizeRule(of);
  return (
    <span class="resized">
      {rule && (
        <>
          <span aria-hidden="true">
            <span class="whole">{rule.size}</span>
            {rule.more && <>, {rule.more}</>}
          </span>
          <span class="hidden">{sizeRule(of)}</span>
        </>
      )}
    </span>
  );
}
