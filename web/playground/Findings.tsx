import { Answers } from './Answers.tsx';
import { whatIsSeen, whatItFollows } from './learner/whatIsSeen.ts';
import { latest, training } from './training.ts';
import { useSettled } from './useSettled.ts';

/** What the newest measurement says, in words and beside what is known. */
export function Findings() {
  const { status, epoch } = training.value;
  const found = latest.value;
  const seen =
    status === 'untouched'
      ? 'It knows nothing yet: press play.'
      : found
        ? whatIsSeen(found.reliance, found.radius)
        : 'Making the images and the network …';
  const follows = found && epoch >= 1 ? whatItFollows(found.reliance) : '';
  const aloud = useSettled(
    status === 'running' ? `Epoch ${Math.floor(epoch)}. ${seen}` : `${seen} ${follows}`,
  );
  return (
    <section class="findings" aria-label="Findings">
      <h2>What is seen now</h2>
      <p class="seen">{seen}</p>
      <p class="follows">{follows}</p>
      <p class="hidden" role="status">
        {aloud}
      </p>
      <Answers reliance={found?.reliance} />
    </section>
  );
}
