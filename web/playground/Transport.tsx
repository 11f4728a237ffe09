import { epochs } from './learner/settings.ts';
import { pause, play, reset, training } from './training.ts';

/** Play, pause, one epoch, reset; and how far the training is. */
export function Transport() {
  const { status, epoch, loss, imagesPerSecond, reason } = training.value;
  const isRunning = status === 'running' || status === 'starting';
  return (
    <div class="transport">
      <button type="button" class="button play" onClick={() => (isRunning ? pause() : play())}>
        <Icon name={isRunning ? 'pause' : 'play'} />
        {isRunning ? 'Pause' : status === 'finished' ? 'Again' : 'Play'}
      </button>
      <button
        type="button"
        class="button"
        disabled={isRunning || status === 'finished'}
        onClick={() => play('epoch')}
      >
        <Icon name="step" />
        One epoch
      </button>
      <button type="button" class="button" disabled={status === 'untouched'} onClick={reset}>
        <Icon name="reset" />
        Reset
      </button>
      {status === 'failed' ? (
        <p role="alert">The training stopped: {reason}</p>
      ) : (
        <dl>
          <div>
            <dt>epoch</dt>
            <dd>
              {epoch.toFixed(1)} of {epochs}
            </dd>
          </div>
          <div>
            <dt>loss</dt>
            <dd>{loss === null ? '–' : loss.toFixed(2)}</dd>
          </div>
          <div>
            <dt>images/s</dt>
            <dd>
              {status === 'starting'
                ? 'loading …'
                : imagesPerSecond === null
                  ? '–'
                  : Math.round(imagesPerSecond)}
            </dd>
          </div>
        </dl>
      )}
    </div>
  );
}

const shapes = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z',
  step: 'M3 2.5v11l7-5.5zM11 2.5h2v11h-2z',
  reset: 'M8 3V.5L3.5 4 8 7.500V5a3.750 3.750 0 1 1-3.750 3.750h-2A5.750 5.750 0 1 0 8 3z',
} as const;

function Icon({ name }: { readonly name: keyof typeof shapes }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} fill="currentColor" />
    </svg>
  );
}
