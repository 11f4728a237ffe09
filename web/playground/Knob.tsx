import { Slider } from '../controls/Slider.tsx';
import type { FieldName, fields } from '../state/fields.ts';
import { show, view } from '../state/view.ts';

type NumberField = {
  [Name in FieldName]: (typeof fields)[Name]['start'] extends number ? Name : never;
}[FieldName];

/** A slider for a number of the view. */
export function Knob({
  field,
  name,
  say,
  ...rest
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
  return (
    <Slider
      id={`knob-${field}`}
      label={name}
      value={value}
      text={say(value)}
      onMove={(next, how) => show({ [field]: next }, how)}
      {...rest}
    />
  );
}
