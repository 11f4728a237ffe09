import './pixelCanvas.css';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Pixels } from './pixels.ts';

/** Draws pixels, small ones as squares; an empty picture until there are some. */
export function PixelCanvas({ pixels, label }: { readonly pixels: Pixels | null; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = pixels?.width ?? 1;
  const height = pixels?.height ?? 1;
  useLayoutEffect(() => {
    if (!pixels) return;
    const image = new ImageData(pixels.data, pixels.width, pixels.height);
    canvas.current!.getContext('2d')!.putImageData(image, 0, 0);
  }, [pixels]);
  const small = Math.max(width, height) <= 300;
  return (
    <canvas
      ref={canvas}
      class={small ? 'pixels small' : 'pixels'}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}
