import type { FieldName, fields } from '../state/fields.ts';
import { rest, show, view } from '../state/view.ts';

type NumberField = {
  [Name in FieldName]: (typeof fields)[Name]['start'] extends number ? Name : never;
}[FieldName];

/** A slider for a number of the view. */
export function Knob({
  field,
  name,
  min,
  max,
  step,
  say,
  note,
  of,
}: {
  readonly field: NumberField;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value in words. */
  readonly say: (value: number) => string;
  readonly note?: string;
  /** The component that it belongs to, whose colour it has. */
  readonly of?: 'lfc' | 'hfc';
}) {
  const value = view.value[field];
  const id = `knob-${field}`;
  return (
    <div class={of ? `knob of-${of}` : 'knob'}>
      <label for={id}>{name}</label>
      <output for={id}>{say(value)}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        style={{ '--filled': `${(100 * (value - min)) / (max - min)}%` }}
        aria-valuetext={say(value)}
        aria-describedby={note ? `${id}-note` : undefined}
        onInput={({ currentTarget }) => show({ [field]: Number(currentTarget.value) }, { passing: true })}
        onChange={rest}
      />
      {note && (
        <p id={`${id}-note`} class="note">
          {note}
        </p>
      )}
    </div>
  );
}
