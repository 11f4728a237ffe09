import './model.css';
import { view } from '../state/view.ts';
import type { OpenedModel } from './host/modelHost.ts';
import { readyModel } from './readyModel.ts';
import { runRecords } from './runRecords.ts';

/** What the file is, for whoever wants to know. */
export function ModelFacts() {
  const { model } = view.value;
  if (model === 'none') return null;
  const record = model === 'natural' || model === 'robust' ? runRecords[model] : null;
  return (
    <details class="more">
      <summary>About this model</summary>
      {readyModel.value && <Facts model={readyModel.value} />}
      {record !== null && (
        <p>
          <a class="link" href={record} download={`${model}.json`}>
            The record of its training
          </a>
          : the command, its settings, the versions, and its accuracy after every epoch.
        </p>
      )}
    </details>
  );
}

function Facts({ model }: { readonly model: OpenedModel }) {
  const { preflight, notes, withoutGradients, classes, providers, threads, shape, rho } = model;
  const { input, output, weights, operators } = preflight;
  const count = Object.values(weights).reduce((sum, number) => sum + number, 0);
  const nodes = Object.values(operators).reduce((sum, number) => sum + number, 0);
  const where =
    providers[0] === 'webgpu' ? 'WebGPU' : `WebAssembly, ${threads} thread${threads > 1 ? 's' : ''}`;
  const facts: readonly (readonly [string, string])[] = [
    ['Images', shape.join(' × ')],
    ['Classes', String(classes.length)],
    ['Input', `${input!.name} [${input!.shape.join(', ')}], ${input!.type}`],
    ['Output', `${output!.name} [${output!.shape.join(', ')}], ${output!.kind}`],
    ['Weights', count.toLocaleString('en')],
    ['Operators', `${nodes}: ${Object.keys(operators).join(', ')}`],
    ['Written by', `${preflight.producer || 'nobody it names'}, opset ${preflight.opset}`],
    ['Runs on', where],
    ...(rho > 0 ? [['Smoothed', `ρ = ${rho}, while the tool Smooth is open`] as const] : []),
  ];
  return (
    <>
      <dl class="model-facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {notes.map((note) => (
        <p key={note}>Note: {note}.</p>
      ))}
      {withoutGradients && <p>It cannot be attacked: {withoutGradients}.</p>}
    </>
  );
}
