import { useSignalEffect } from '@preact/signals';
import { currentModel, openBuiltIn } from '../model/currentModel.ts';
import { view } from '../state/view.ts';

/** An image, its components at a radius, and what a model says of each. */
export function LensPage() {
  useSignalEffect(() => {
    const { model } = view.value;
    if (model === 'natural' || model === 'robust') openBuiltIn(model);
  });
  const state = currentModel.value;
  return (
    <>
      <h1>What does a model see?</h1>
      <p role="status">
        {state.status === 'ready'
          ? `${state.name}: ${state.model.classes.join(', ')} on ${state.model.providers[0]}`
          : state.status}
      </p>
    </>
  );
}
