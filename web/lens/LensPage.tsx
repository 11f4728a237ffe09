import './lens.css';
import { useEffect } from 'preact/hooks';
import { ModelFacts } from '../model/ModelFacts.tsx';
import { ModelSummary } from '../model/ModelSummary.tsx';
import { followParts } from './answers.ts';
import { CutControl } from './CutControl.tsx';
import { followCurve } from './curve.ts';
import { followModel } from './followModel.ts';
import { Headline } from './Headline.tsx';
import { ImageStrip } from './ImageStrip.tsx';
import { ModelChoice } from './ModelChoice.tsx';
import { MoreSettings } from './MoreSettings.tsx';
import { Pictures } from './Pictures.tsx';
import { followCut } from './parts.ts';
import { followImage } from './subject.ts';
import { ToolPanel } from './ToolPanel.tsx';

let follows = false;

/** An image, its components at a cut, and what a model says of each. */
export function LensPage() {
  useEffect(() => {
    if (follows) return;
    follows = true;
    followModel();
    followImage();
    followCut();
    followParts();
    followCurve();
  }, []);
  return (
    <div class="lens">
      <h1>Which frequencies does a model look at?</h1>
      <Headline />
      <div class="choices">
        <ImageStrip />
        <ModelChoice />
      </div>
      <ModelSummary />
      <CutControl />
      <Pictures />
      <MoreSettings />
      <ModelFacts />
      <ToolPanel />
    </div>
  );
}
