import './panel.css';
import type { ComponentChildren } from 'preact';

/** A picture with its title, a line that says what it shows, and what is known of it. */
export function Panel({
  title,
  note,
  of,
  children: [picture, below],
}: {
  readonly title: string;
  readonly note: ComponentChildren;
  /** The component that it shows, whose colour it has. */
  readonly of?: 'lfc' | 'hfc';
  readonly children: [ComponentChildren, ComponentChildren];
}) {
  return (
    <figure class={of ? `panel ${of}` : 'panel'}>
      <figcaption>
        <b>{title}</b>
      </figcaption>
      <div class="frame">{picture}</div>
      <p class="note">{note}</p>
      {below}
    </figure>
  );
}
