import { commonConventions } from '../../../src/models/normalisation/commonConventions.ts';
import type { Convention } from '../../../src/networks/classifier/convention.ts';
import { Segments } from '../../controls/Segments.tsx';
import type { FoundModel } from '../host/openClassifier.ts';
import { NumbersField } from './NumbersField.tsx';

/** How the images reach the model, to be changed. */
export function ConventionForm({
  model,
  convention,
  onChange,
}: {
  readonly model: FoundModel;
  /** As it is, or will be once the model has opened with it. */
  readonly convention: Convention;
  readonly onChange: (convention: Convention) => void;
}) {
  const { layouts, shape } = model;
  const [channels] = shape;
  const change = (part: Partial<Convention>) => onChange({ ...convention, ...part });
  const known = commonConventions(channels, { layouts: [convention.layout], images: channels }).filter(
    (each) => each.convention.channels === convention.channels,
  );
  const chosen = known.findIndex((each) => isSame(each.convention, convention));
  const oneOrEach = (numbers: readonly number[]) => numbers.length === 1 || numbers.length === channels;
  return (
    <div class="convention">
      <label class="choice">
        <span>Trained on pixels as</span>
        <select
          value={String(chosen)}
          onChange={(event) => {
            const next = known[Number(event.currentTarget.value)];
            if (next) onChange(next.convention);
          }}
        >
          {chosen < 0 && <option value="-1">other numbers</option>}
          {known.map(({ name }, index) => (
            <option key={name} value={String(index)}>
              {name.replace(', BGR', '')}
            </option>
          ))}
        </select>
      </label>
      <NumbersField
        id="convention-range"
        label="Black and white are"
        rule="two numbers, the lower first"
        value={convention.range}
        fits={(numbers) => numbers.length === 2 && numbers[0] < numbers[1]}
        onChange={([low, high]) => change({ range: [low, high] })}
      />
      <NumbersField
        id="convention-mean"
        label="less a mean of"
        rule={`one number, or one for each of ${channels} channels`}
        value={convention.mean}
        fits={oneOrEach}
        onChange={(mean) => change({ mean })}
      />
      <NumbersField
        id="convention-std"
        label="divided by"
        rule={`one number above 0, or one for each of ${channels} channels`}
        value={convention.std}
        fits={(numbers) => oneOrEach(numbers) && numbers.every((number) => number > 0)}
        onChange={(std) => change({ std })}
      />
      {channels === 3 && (
        <Segments
          legend="Channels"
          name="channels"
          value={convention.channels}
          options={[
            ['RGB', 'RGB'],
            ['BGR', 'BGR'],
          ]}
          // Mean and std are in the model's own order.
          onChange={(order) =>
            change({
              channels: order,
              mean: convention.mean.toReversed(),
              std: convention.std.toReversed(),
            })
          }
        />
      )}
      {layouts.length > 1 && channels > 1 && (
        <Segments
          legend="Layout"
          name="layout"
          value={convention.layout}
          options={[
            ['NCHW', 'NCHW'],
            ['NHWC', 'NHWC'],
          ]}
          onChange={(layout) => change({ layout })}
        />
      )}
    </div>
  );
}

function isSame(a: Convention, b: Convention): boolean {
  return (['range', 'mean', 'std'] as const).every((part) => `${a[part]}` === `${b[part]}`);
}
