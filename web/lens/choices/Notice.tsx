import { imageProblem } from '../../image/currentImage.ts';
import { modelComplaint } from '../../model/currentModel.ts';
import { picturesProblem } from '../../subject/subject.ts';
import { linkNotice } from '../signals/followModel.ts';

/** One line on what did not work, above everything until it is closed. */
export function Notice() {
  const problem = [picturesProblem, imageProblem, modelComplaint, linkNotice].find(
    ({ value }) => value !== null,
  );
  return (
    <div role="alert">
      {problem && (
        <p class="notice">
          <span>{problem.value}</span>
          <button
            type="button"
            class="button"
            onClick={() => {
              problem.value = null;
            }}
          >
            Close
          </button>
        </p>
      )}
    </div>
  );
}
