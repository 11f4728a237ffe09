import { useRef } from 'preact/hooks';
import { ownImage } from '../image/currentImage.ts';
import { samples } from '../image/samples.ts';
import { show, view } from '../state/view.ts';
import { openFiles } from './openFiles.ts';

/** The samples, the visitor's own image, and a button for another one. */
export function ImageStrip() {
  const picker = useRef<HTMLInputElement>(null);
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
        {own && choice('own', own.thumbnail, own.name)}
        <button
          type="button"
          class="thumb add"
          aria-label="Open an image"
          title="Open an image"
          onClick={() => picker.current!.click()}
        >
          +
        </button>
      </div>
      <input
        ref={picker}
        type="file"
        accept="image/*"
        class="hidden"
        tabIndex={-1}
        aria-label="Image file"
        onChange={(event) => {
          openFiles(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </fieldset>
  );
}
