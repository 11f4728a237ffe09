import './slider.css';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { rest } from '../state/view.ts';

/**
 * A number under the hand: what it is called, the number, and a real range input.
 *
 * @param onMove told each number; passing ones belong to a movement that goes on. A row of key presses is one movement.
 */
export function Slider({
  id,
  label,
  value,
  min,
  max,
  step = 1,
  text = String(value),
  of,
  note,
  disabled = false,
  onMove,
  children,
}: {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** The number as people read it, and hear it. */
  readonly text?: string;
  /** What it belongs to, whose colour it has; `cut` has low before the thumb and high after it. */
  readonly of?: 'lfc' | 'hfc' | 'attacked' | 'cut';
  readonly note?: string;
  readonly disabled?: boolean;
  readonly onMove: (value: number, how: { readonly passing: boolean }) => void;
  /** In the place of the number. */
  readonly children?: ComponentChildren;
}) {
  const byKeys = useRef(false);
  const share = max > min ? (value - min) / (max - min) : 0;
  return (
    <div class={of ? `slider of-${of}` : 'slider'}>
      <label for={id}>{label}</label>
      {children ?? <output for={id}>{text}</output>}
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        style={{ '--at': String(Math.min(1, Math.max(0, share))) }}
        aria-valuetext={text === String(value) ? undefined : text}
        aria-describedby={note ? `${id}-note` : undefined}
        onKeyDown={() => {
          byKeys.current = true;
        }}
        onPointerDown={() => {
          byKeys.current = false;
          rest();
        }}
        onInput={(event) => onMove(event.currentTarget.valueAsNumber, { passing: true })}
        onChange={(event) => onMove(event.currentTarget.valueAsNumber, { passing: byKeys.current })}
      />
      {note && (
        <p id={`${id}-note`} class="note">
          {note}
        </p>
      )}
    </div>
  );
}
