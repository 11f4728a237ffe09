import { useRef } from 'preact/hooks';

/** A button for files of the visitor's. */
export function FilePicker({
  class: look,
  title,
  name = title,
  fileName,
  accept,
  multiple = false,
  onPick,
  children,
}: {
  readonly class: string;
  readonly title: string;
  /** What a screen reader calls the button. */
  readonly name?: string;
  /** The same of the files that are asked for. */
  readonly fileName: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly onPick: (files: FileList | null) => void;
  readonly children: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={look}
        aria-label={name}
        title={title}
        onClick={() => input.current!.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        class="hidden"
        tabIndex={-1}
        aria-label={fileName}
        onChange={(event) => {
          onPick(event.currentTarget.files);
          // The same file can be picked again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
