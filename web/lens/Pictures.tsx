import { Predictions } from '../answers/Predictions.tsx';
import type { Ranking } from '../answers/ranking.ts';
import { Panel } from '../pictures/Panel.tsx';
import { PixelCanvas } from '../pictures/PixelCanvas.tsx';
import { SpectrumPicture } from '../pictures/SpectrumPicture.tsx';
import { view } from '../state/view.ts';
import { subject } from '../subject/subject.ts';
import { SizeNote } from './choices/SizeNote.tsx';
import { SingularPanel } from './SingularPanel.tsx';
import { answers } from './signals/answers.ts';
import { cut, hasNoHfc, moveCut } from './signals/cut.ts';
import { parts } from './signals/parts.ts';

/** The image, its spectrum and its two components, with what the model says of each. */
export function Pictures() {
  const of = subject.value;
  const { method, model, distance } = view.value;
  const split = parts.value;
  const said = answers.value;
  const isSvd = method === 'svd';
  const predictions = (title: string, ranking: Ranking | undefined) =>
    model === 'none' ? null : (
      <Predictions
        title={`What the model says of ${title}`}
        ranking={ranking ?? null}
        classes={said?.model.classes ?? []}
        marked={said?.original.order[0]}
      />
    );
  return (
    <div class="pictures">
      <Panel title="Original" note={<SizeNote of={of} />}>
        <PixelCanvas pixels={of?.original ?? null} label={`The image, ${of?.name ?? ''}`} />
        {predictions('the original', said?.original)}
      </Panel>
      <Panel title={isSvd ? 'Singular values' : 'Spectrum'} note={isSvd ? 'ln(1 + σ)' : 'ln(1 + |z|)'}>
        {isSvd ? (
          <SingularPanel />
        ) : (
          <SpectrumPicture
            pixels={of?.spectrum ?? null}
            label={`Spectrum of the image, log magnitude, zero frequency in the middle. Low is what lies within ${cut.value} bins of it.`}
            radius={cut.value}
            distance={distance}
            onDrag={moveCut}
          />
        )}
        <p class="key">
          <span class="lfc">{isSvd ? 'kept' : 'low'}</span> and{' '}
          <span class="hfc">{isSvd ? 'rest' : 'high'}</span>. Drag the {isSvd ? 'line' : 'circle'}.
        </p>
      </Panel>
      <Panel of="lfc" title={isSvd ? 'Leading part' : 'LFC'} note={isSvd ? 'k values' : 'low frequencies'}>
        <PixelCanvas pixels={split?.lfc ?? null} label="The low-frequency component" />
        {predictions('LFC', said?.lfc)}
      </Panel>
      <Panel
        of="hfc"
        title={isSvd ? 'Rest' : 'HFC'}
        note={hasNoHfc.value ? 'empty: all is low' : 'grey is zero'}
      >
        <PixelCanvas
          pixels={split?.hfc ?? null}
          label={
            hasNoHfc.value ? 'The high-frequency component, which is empty' : 'The high-frequency component'
          }
        />
        {predictions('HFC', said?.hfc)}
      </Panel>
    </div>
  );
}
