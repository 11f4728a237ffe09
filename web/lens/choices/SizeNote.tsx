import { shortSizeRule } from '../../subject/sizeRule.ts';
import type { Subject } from '../../subject/subject.ts';

/** How the image was resized, in a line. */
export function SizeNote({ of }: { readonly of: Subject | null }) {
  if (!of) return <span class="resized" />;
  const { size, more } = shortSizeRule(of);
  const spoken = size.replace(' → ', ' pixels, resized to ').replaceAll('×', 'by');
  return (
    <span class="resized">
      <span aria-hidden="true">
        <span class="whole">{size}</span>
        {more && `, ${more}`}
      </span>
      <span class="hidden">
        {spoken}
        {more && `, ${more}`}
      </span>
    </span>
  );
}
