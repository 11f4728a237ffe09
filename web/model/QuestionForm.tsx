import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { answer, openQuestion } from './currentModel.ts';
import { keepOwn } from './openModelFile.ts';

/** Larger images than these would keep the page waiting for minutes. */
const LARGEST = 2048;

/** Asks what a model leaves open. */
export function QuestionForm() {
  const { source, question } = openQuestion.value!;
  const form = useRef<HTMLFormElement>(null);
  // It asks of its own accord, so it comes to the person.
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select')?.focus(), []);
  const size = useSignal('224');
  const output = useSignal(question.outputs?.[0] ?? '');
  const open = async (event: Event) => {
    event.preventDefault();
    const imageSize = Number(size.value);
    const { opened } = await answer({
      ...(question.inputShape && { imageSize }),
      ...(question.outputs && { output: output.value }),
    });
    if (opened) keepOwn(source);
  };
  return (
    <form ref={form} class="question" onSubmit={open} aria-label={`What ${source.name} leaves open`}>
      {question.inputShape && (
        <label class="choice">
          <span>
            ‘{source.name}’ takes images of any size ({shapeText(question.inputShape)}). Show it how many
            pixels a side?
          </span>
          <input
            type="number"
            min={1}
            max={LARGEST}
            step={1}
            required
            value={size.value}
            onInput={(event) => {
              size.value = event.currentTarget.value;
            }}
          />
        </label>
      )}
      {question.outputs && (
        <label class="choice">
          <span>Several outputs of ‘{source.name}’ could be the classes. Which one is it?</span>
          <select
            value={output.value}
            onChange={(event) => {
              output.value = event.currentTarget.value;
            }}
          >
            {question.outputs.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="submit" class="button">
        Open it
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          openQuestion.value = null;
        }}
      >
        Not now
      </button>
    </form>
  );
}

/** Sizes to which the file gave no name, or one name twice, are named `input:axis` as it is read. */
const shapeText = (shape: readonly (string | number)[]) =>
  `[${shape.map((size) => String(size).replace(/^.*:\d+$/, '?')).join(', ')}]`;
