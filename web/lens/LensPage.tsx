import './lens.css';
import { useEffect } from 'preact/hooks';
import { ModelFacts } from '../model/ModelFacts.tsx';
import { ModelSummary } from '../model/ModelSummary.tsx';
import { followImage } from '../subject/subject.ts';
import { CutControl } from './choices/CutControl.tsx';
import { ImageStrip } from './choices/ImageStrip.tsx';
import { ModelChoice } from './choices/ModelChoice.tsx';
import { MoreSettings } from './choices/MoreSettings.tsx';
import { Headline } from './Headline.tsx';
import { Pictures } from './Pictures.tsx';
import { followParts } from './signals/answers.ts';
import { followCurve } from './signals/curve.ts';
import { followModel } from './signals/followModel.ts';
import { keepCut } from './signals/keepCut.ts';
import { followCut } from './signals/parts.ts';
import { ToolPanel } from './ToolPanel.tsx';

let follows = false;

/** An image, its components at a cut, and what a model says of each. */
export function LensPage() {
  useEffect(() => {
    if (follows) return;
    follows = true;
    followModel();
    followImage();
    keepCut();
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
