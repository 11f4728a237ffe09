import { attackAgain, attackProgress, attackStopped, stopAttack } from './currentAttack.ts';

/** How far the attack is, and the way out of one that takes long. */
export function AttackWork() {
  const progress = attackProgress.value;
  const works = progress !== null;
  return (
    <div class="work">
      <progress aria-label="Attack under way" max={1} value={progress ?? 0} hidden={!works} />
      {works && (
        <button type="button" class="button stop" onClick={stopAttack}>
          Stop
        </button>
      )}
      {attackStopped.value && (
        <button type="button" class="button" onClick={attackAgain}>
          Attack again
        </button>
      )}
    </div>
  );
}
