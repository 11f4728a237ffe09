import { Segments } from '../../controls/Segments.tsx';
import { MAX_PIXELS, OWN_SIZE, SINGULAR_SIZE } from '../../image/limits.ts';
import { show, view } from '../../state/view.ts';
import { sizeRule } from '../../subject/sizeRule.ts';
import { subject } from '../../subject/subject.ts';

/** What is rarely changed, each with the reason to change it. */
export function MoreSettings() {
  const { preset, distance, rescale, method } = view.value;
  return (
    <details class="more">
      <summary>More settings, and how pictures are made</summary>
      <div class="settings">
        {method === 'fourier' && (
          <>
            <Segments
              legend="Reading"
              name="preset"
              value={preset}
              options={[
                ['paper', 'paper'],
                ['authors', 'authors’ code'],
              ]}
              onChange={(value) => show({ preset: value, rescale: value === 'authors' ? 'max' : 'none' })}
            />
            <p>
              The paper counts a bin at exactly r as low (d ≤ r) and shows components as they are. The
              authors’ code counts it as high (d &lt; r) and divides each component by its maximum.
            </p>
            <Segments
              legend="Distance from the centre"
              name="distance"
              value={distance}
              options={[
                ['l2', 'circle'],
                ['l1', 'diamond'],
                ['linf', 'square'],
              ]}
              onChange={(value) => show({ distance: value })}
            />
            <p>Euclidean distance is the paper’s; with the others the cut has another shape.</p>
          </>
        )}
        <Segments
          legend="What the model is shown"
          name="rescale"
          value={rescale}
          options={[
            ['none', 'as it is'],
            ['clip', 'clipped'],
            ['max', 'by its maximum'],
            ['shift', 'plus ½'],
          ]}
          onChange={(value) => show({ rescale: value })}
        />
        <p>
          Components leave the range of pixels, 0 to 1: as they are, cut off there, divided by their own
          largest value, or raised by one half. Pictures do not depend on it: LFC is always drawn cut off at 0
          and 1, HFC always with grey for zero.
        </p>
      </div>
      <p class="rule">{subject.value && sizeRule(subject.value)}</p>
      <p>
        Photos are turned upright as their EXIF data says; what is transparent lies on white. Images above{' '}
        {MAX_PIXELS / 1e6} million pixels are refused; without a model the longer side is at most {OWN_SIZE}{' '}
        pixels, and {SINGULAR_SIZE} for singular values, which take time with its cube.
      </p>
    </details>
  );
}
