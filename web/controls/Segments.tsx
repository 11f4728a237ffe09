import './segments.css';

/** A choice among a few, all of them in sight: radio buttons that look like one control. */
export function Segments<T extends string>({
  legend,
  name,
  value,
  options,
  onChange,
}: {
  readonly legend: string;
  /** Of the group of radio buttons. */
  readonly name: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, title: string])[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <fieldset class="segments">
      <legend>{legend}</legend>
      <div>
        {options.map(([option, title]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>{title}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
