import { useSignal } from '@preact/signals';
import { numbersIn } from './numbersIn.ts';

/** A few numbers in a text field, which are told once they are what `fits` wants. */
export function NumbersField({
  id,
  label,
  rule,
  value,
  fits,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  /** What they must be, for where they are not. */
  readonly rule: string;
  readonly value: readonly number[];
  readonly fits: (numbers: readonly number[]) => boolean;
  readonly onChange: (numbers: number[]) => void;
}) {
  const problem = useSignal('');
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        value={value.join(', ')}
        aria-invalid={problem.value !== ''}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          const numbers = numbersIn(event.currentTarget.value);
          const isFine = numbers !== undefined && fits(numbers);
          problem.value = isFine ? '' : `Must be ${rule}.`;
          if (isFine) onChange(numbers);
        }}
      />
      <span id={`${id}-problem`} class="problem" role="status">
        {problem}
      </span>
    </div>
  );
}
