import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** How long a hand must rest before a screen reader is told, in milliseconds. */
const REST = 700;

/** A sentence that follows the hand for the eye, and speaks once the hand rests. */
export function Spoken({
  class: name,
  children,
}: {
  readonly class: string;
  readonly children: ComponentChildren;
}) {
  const sentence = useRef<HTMLParagraphElement>(null);
  const spoken = useSignal('');
  useEffect(() => {
    const timer = setTimeout(() => {
      spoken.value = sentence.current?.textContent ?? '';
    }, REST);
    return () => clearTimeout(timer);
  });
  return (
    <>
      <p class={name} ref={sentence}>
        {children}
      </p>
      <p class="hidden" role="status">
        {spoken}
      </p>
    </>
  );
}
