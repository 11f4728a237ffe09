import { FilePicker } from '../../controls/FilePicker.tsx';
import { ownImage } from '../../image/currentImage.ts';
import { samples } from '../../image/samples.ts';
import { show, view } from '../../state/view.ts';
import { openFiles } from '../signals/openFiles.ts';

/** The samples, the visitor's own image, and a button for another one. */
export function ImageStrip() {
  const { image } = view.value;
  const own = ownImage.value;
  const choice = (name: string, address: string, title: string) => (
    <label class="thumb" key={name} title={title}>
      <input
        type="radio"
        name="image"
        value={name}
        checked={image === name}
        onChange={() => show({ image: name })}
      />
      <img src={address} alt={title} width={48} height={48} />
    </label>
  );
  return (
    <fieldset class="strip">
      <legend>Image: drop, paste or open your own</legend>
      <div class="thumbs">
        {[...samples].map(([name, address]) => choice(name, address, name))}
        <FilePicker
          class="thumb add"
          title="Open an image"
          fileName="Image file"
          accept="image/*"
          onPick={openFiles}
        >
          +
        </FilePicker>
        {/* Last, so that nothing moves when it comes. */}
        {own && choice('own', own.thumbnail, own.file.name)}
      </div>
    </fieldset>
  );
}
