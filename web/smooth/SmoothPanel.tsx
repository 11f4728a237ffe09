import '../model/forms/forms.css';
import './smooth.css';
import { useEffect } from 'preact/hooks';
import { divergingColour } from '../../src/report/theme/divergingScale.ts';
import { SCALE_END } from '../../src/report/theme/kernelScale.ts';
import { percent } from '../answers/words.ts';
import { Slider } from '../controls/Slider.tsx';
import { currentModel } from '../model/currentModel.ts';
import type { SmoothedLayer } from '../model/host/modelHost.ts';
import { Spoken } from '../model/Spoken.tsx';
import { show, view } from '../state/view.ts';
import { AnswerTable } from './AnswerTable.tsx';
import { comparison, followSmoothing, smoothedLayer, smoothProblem } from './currentSmoothing.ts';
import { KernelCanvas, SHOWN } from './KernelCanvas.tsx';
import { ResponseChart } from './ResponseChart.tsx';

/** Smooths the kernels that see the image, and shows what follows from it. */
export function SmoothPanel() {
  useEffect(followSmoothing, []);
  const { status } = currentModel.value;
  // A model that was left for none stays open, for the way back.
  const hasModel = view.value.model !== 'none' && (status === 'ready' || status === 'opening');
  // While another model opens, the layer before it keeps its place.
  const layer = hasModel ? smoothedLayer.value : null;
  const problem = smoothProblem.value;
  const found = comparison.value;
  return (
    <div class="smooth">
      <RhoControl />
      <Spoken class="headline">
        {problem !== null && hasModel ? (
          <>The first layer cannot be smoothed: {problem}</>
        ) : layer ? (
          <LayerSentence layer={layer} />
        ) : (
          <span class="quiet">{hasModel ? 'Looking at the first layer …' : 'Smoothing needs a model.'}</span>
        )}
      </Spoken>
      {layer && problem === null && (
        <div class="layer">
          <Kernels layer={layer} />
          {found && <AnswerTable found={found} />}
        </div>
      )}
    </div>
  );
}

function RhoControl() {
  const { rho } = view.value;
  return (
    <div class="rho">
      <Slider
        id="rho"
        label="Smoothing ρ"
        value={rho}
        min={0}
        max={Math.max(1, rho)}
        step={0.01}
        note="Each weight gets ρ times the sum of its eight neighbours. While this tool is open, everything on the page is said by the smoothed model."
        onMove={(value, how) => show({ rho: value }, how)}
      />
    </div>
  );
}

function LayerSentence({ layer: { rho, plain, shown } }: { readonly layer: SmoothedLayer }) {
  const [out, channels, height, width] = plain.weights.shape;
  const layer = `The first layer has ${out} kernels of ${channels} × ${height} × ${width} weights.`;
  if (!plain.response || !shown.response) return <>{layer}</>;
  const before = percent(plain.response.share);
  // With a key, since a new sentence takes the place of the one before as a whole.
  return rho === 0 ? (
    <span key={rho}>
      {layer} {before} of their power is beyond r = 8. Drag ρ to smooth them.
    </span>
  ) : (
    <span key={rho}>
      With ρ = {rho}, <b>{percent(shown.response.share)}</b> of the kernels’ power is beyond r = 8; as the
      file has them it is {before}.
    </span>
  );
}

function Kernels({ layer }: { readonly layer: SmoothedLayer }) {
  const { rho, plain, shown } = layer;
  const [out] = plain.weights.shape;
  const steps = Array.from({ length: 9 }, (_, step) => divergingColour(step / 4 - 1));
  return (
    <div>
      <figure class="panel">
        <figcaption>
          <b>As the file has them</b>{' '}
          <span>{out > SHOWN ? `the first ${SHOWN} of ${out}` : `${out} kernels`}</span>
        </figcaption>
        <KernelCanvas weights={plain.weights} label="Kernels of the first layer as the file has them" />
      </figure>
      <figure class="panel">
        <figcaption>
          <b>With ρ = {rho}</b>
        </figcaption>
        <KernelCanvas weights={shown.weights} label={`Kernels of the first layer smoothed with ρ = ${rho}`} />
      </figure>
      <div class="scale" aria-hidden="true">
        <span>≤ −{SCALE_END}</span>
        <span class="colours" style={{ background: `linear-gradient(to right, ${steps.join(', ')})` }} />
        <span>≥ {SCALE_END}</span>
      </div>
      <p class="quiet small">
        Weight ÷ root mean square of the layer’s weights; a column is a kernel, a row a channel.
      </p>
      <figure class="panel">
        <figcaption>
          <b>Which frequencies they let through</b>
        </figcaption>
        <ResponseChart layer={layer} />
        <p class="quiet small">
          Mean power in dB at each distance from zero frequency, in bins of a 32 × 32 image.
          {rho > 0
            ? ` Thin: as the file has them; thick: with ρ = ${rho}.`
            : ' Smoothed, they get a second curve; with ρ = 0 both are one.'}
        </p>
      </figure>
    </div>
  );
}
