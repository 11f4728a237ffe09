import { effect, signal } from '@preact/signals';
import { ownImage } from '../../image/currentImage.ts';
import { samples } from '../../image/samples.ts';
import { currentModel, openBuiltIn } from '../../model/currentModel.ts';
import { reopenOwn } from '../../model/openModelFile.ts';
import { openResult } from '../../model/openResult.ts';
import { fields } from '../../state/fields.ts';
import { resultName } from '../../state/resultPath.ts';
import { show, view } from '../../state/view.ts';

/** What a link could not bring along, in one line; null when it brought everything. */
export const linkNotice = signal<string | null>(null);

/** Starts to open what the view names, once for the page. A link never brings images or models of others: it says so. */
export function followModel(): void {
  effect(() => {
    const { model, image, result } = view.value;
    if (image !== 'own' && !samples.has(image)) {
      show({ image: fields.image.start }, { instead: true });
      return;
    }
    const missing = [
      ...(image === 'own' && !ownImage.peek() ? ['image'] : []),
      ...(model === 'own' && currentModel.peek().status === 'none' ? ['model'] : []),
    ];
    if (missing.length > 0) {
      linkNotice.value =
        `This link was made with somebody’s own ${missing.join(' and ')}, which never left their machine. ` +
        `You see ${missing.map((thing) => (thing === 'image' ? 'a sample' : 'the natural model')).join(' and ')} instead; drop yours to go on.`;
      show(
        {
          ...(missing.includes('image') && { image: fields.image.start }),
          ...(missing.includes('model') && { model: fields.model.start }),
        },
        { instead: true },
      );
      return;
    }
    if (model === 'natural' || model === 'robust') openBuiltIn(model);
    if (model === 'own') reopenOwn();
    if (model === 'result') followResult(result);
  });
}

/** Where a result's model does not open, the natural one takes its place. */
async function followResult(path: string): Promise<void> {
  const reason = await openResult(path);
  const now = view.peek();
  if (reason === null || now.model !== 'result' || now.result !== path) return;
  const name = path === '' ? 'The model of this link' : `‘${resultName(path)}’`;
  linkNotice.value = `${name} was not opened: ${reason}. You see the natural model instead.`;
  show({ model: fields.model.start, result: fields.result.start }, { instead: true });
}
