/** One step of the Stockham algorithm: n / radix butterflies of `stride` lanes each, from x to y. */
export type Pass = (
  xReal: Float64Array,
  xImaginary: Float64Array,
  yReal: Float64Array,
  yImaginary: Float64Array,
  stride: number,
) => void;

/** Factors exp(−2πi jk/n) of one pass: group j, power k = 1 … radix − 1, at index j · (radix − 1) + k − 1. */
export interface Twiddles {
  /** n / radix, the number of butterflies a lane. */
  readonly groups: number;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

// Each pass reads group j's inputs at (j + t · groups) · stride and writes its outputs at (radix · j + k) · stride.

export function radix2({ groups, cosines, sines }: Twiddles): Pass {
  return (xr, xi, yr, yi, stride) => {
    const step = groups * stride;
    for (let j = 0; j < groups; j++) {
      const c = cosines[j];
      const s = sines[j];
      let out = 2 * j * stride;
      for (let at = j * stride, end = at + stride; at < end; at++, out++) {
        const ar = xr[at];
        const ai = xi[at];
        const br = xr[at + step];
        const bi = xi[at + step];
        const dr = ar - br;
        const di = ai - bi;
        yr[out] = ar + br;
        yi[out] = ai + bi;
        yr[out + stride] = dr * c - di * s;
        yi[out + stride] = dr * s + di * c;
      }
    }
  };
}

export function radix3({ groups, cosines, sines }: Twiddles): Pass {
  const sin60 = Math.sqrt(3) / 2;
  return (xr, xi, yr, yi, stride) => {
    const step = groups * stride;
    for (let j = 0; j < groups; j++) {
      const c1 = cosines[2 * j];
      const s1 = sines[2 * j];
      const c2 = cosines[2 * j + 1];
      const s2 = sines[2 * j + 1];
      let out = 3 * j * stride;
      for (let at = j * stride, end = at + stride; at < end; at++, out++) {
        const ar = xr[at];
        const ai = xi[at];
        const br = xr[at + step];
        const bi = xi[at + step];
        const cr = xr[at + 2 * step];
        const ci = xi[at + 2 * step];
        const sumR = br + cr;
        const sumI = bi + ci;
        const turnR = sin60 * (bi - ci);
        const turnI = sin60 * (cr - br);
        const midR = ar - 0.5 * sumR;
        const midI = ai - 0.5 * sumI;
        const dr = midR + turnR;
        const di = midI + turnI;
        const er = midR - turnR;
        const ei = midI - turnI;
        yr[out] = ar + sumR;
        yi[out] = ai + sumI;
        yr[out + stride] = dr * c1 - di * s1;
        yi[out + stride] = dr * s1 + di * c1;
        yr[out + 2 * stride] = er * c2 - ei * s2;
        yi[out + 2 * stride] = er * s2 + ei * c2;
      }
    }
  };
}

export function radix4({ groups, cosines, sines }: Twiddles): Pass {
  return (xr, xi, yr, yi, stride) => {
    const step = groups * stride;
    for (let j = 0; j < groups; j++) {
      const c1 = cosines[3 * j];
      const s1 = sines[3 * j];
      const c2 = cosines[3 * j + 1];
      const s2 = sines[3 * j + 1];
      const c3 = cosines[3 * j + 2];
      const s3 = sines[3 * j + 2];
      let out = 4 * j * stride;
      for (let at = j * stride, end = at + stride; at < end; at++, out++) {
        const ar = xr[at];
        const ai = xi[at];
        const br = xr[at + step];
        const bi = xi[at + step];
        const cr = xr[at + 2 * step];
        const ci = xi[at + 2 * step];
        const dr = xr[at + 3 * step];
        const di = xi[at + 3 * step];
        const sum02R = ar + cr;
        const sum02I = ai + ci;
        const gap02R = ar - cr;
        const gap02I = ai - ci;
        const sum13R = br + dr;
        const sum13I = bi + di;
        const gap13R = br - dr;
        const gap13I = bi - di;
        const er = gap02R + gap13I;
        const ei = gap02I - gap13R;
        const fr = sum02R - sum13R;
        const fi = sum02I - sum13I;
        const gr = gap02R - gap13I;
        const gi = gap02I + gap13R;
        yr[out] = sum02R + sum13R;
        yi[out] = sum02I + sum13I;
        yr[out + stride] = er * c1 - ei * s1;
        yi[out + stride] = er * s1 + ei * c1;
        yr[out + 2 * stride] = fr * c2 - fi * s2;
        yi[out + 2 * stride] = fr * s2 + fi * c2;
        yr[out + 3 * stride] = gr * c3 - gi * s3;
        yi[out + 3 * stride] = gr * s3 + gi * c3;
      }
    }
  };
}

export function radix5({ groups, cosines, sines }: Twiddles): Pass {
  const cos72 = Math.cos((2 * Math.PI) / 5);
  const sin72 = Math.sin((2 * Math.PI) / 5);
  const cos144 = Math.cos((4 * Math.PI) / 5);
  const sin144 = Math.sin((4 * Math.PI) / 5);
  return (xr, xi, yr, yi, stride) => {
    const step = groups * stride;
    for (let j = 0; j < groups; j++) {
      const c1 = cosines[4 * j];
      const s1 = sines[4 * j];
      const c2 = cosines[4 * j + 1];
      const s2 = sines[4 * j + 1];
      const c3 = cosines[4 * j + 2];
      const s3 = sines[4 * j + 2];
      const c4 = cosines[4 * j + 3];
      const s4 = sines[4 * j + 3];
      let out = 5 * j * stride;
      for (let at = j * stride, end = at + stride; at < end; at++, out++) {
        const ar = xr[at];
        const ai = xi[at];
        const br = xr[at + step];
        const bi = xi[at + step];
        const cr = xr[at + 2 * step];
        const ci = xi[at + 2 * step];
        const dr = xr[at + 3 * step];
        const di = xi[at + 3 * step];
        const er = xr[at + 4 * step];
        const ei = xi[at + 4 * step];
        const sum14R = br + er;
        const sum14I = bi + ei;
        const gap14R = br - er;
        const gap14I = bi - ei;
        const sum23R = cr + dr;
        const sum23I = ci + di;
        const gap23R = cr - dr;
        const gap23I = ci - di;
        const mid1R = ar + cos72 * sum14R + cos144 * sum23R;
        const mid1I = ai + cos72 * sum14I + cos144 * sum23I;
        const mid2R = ar + cos144 * sum14R + cos72 * sum23R;
        const mid2I = ai + cos144 * sum14I + cos72 * sum23I;
        const turn1R = sin72 * gap14I + sin144 * gap23I;
        const turn1I = -(sin72 * gap14R + sin144 * gap23R);
        const turn2R = sin144 * gap14I - sin72 * gap23I;
        const turn2I = sin72 * gap23R - sin144 * gap14R;
        yr[out] = ar + sum14R + sum23R;
        yi[out] = ai + sum14I + sum23I;
        const fr = mid1R + turn1R;
        const fi = mid1I + turn1I;
        const gr = mid2R + turn2R;
        const gi = mid2I + turn2I;
        const hr = mid2R - turn2R;
        const hi = mid2I - turn2I;
        const jr = mid1R - turn1R;
        const ji = mid1I - turn1I;
        yr[out + stride] = fr * c1 - fi * s1;
        yi[out + stride] = fr * s1 + fi * c1;
        yr[out + 2 * stride] = gr * c2 - gi * s2;
        yi[out + 2 * stride] = gr * s2 + gi * c2;
        yr[out + 3 * stride] = hr * c3 - hi * s3;
        yi[out + 3 * stride] = hr * s3 + hi * c3;
        yr[out + 4 * stride] = jr * c4 - ji * s4;
        yi[out + 4 * stride] = jr * s4 + ji * c4;
      }
    }
  };
}

/** A butterfly of any odd radix, which folds inputs t and radix − t: (radix − 1)² real products a lane. */
export function radixOdd(radix: number, { groups, cosines, sines }: Twiddles): Pass {
  const half = (radix - 1) / 2;
  const cos = Float64Array.from({ length: radix }, (_, k) => Math.cos((2 * Math.PI * k) / radix));
  const sin = Float64Array.from({ length: radix }, (_, k) => Math.sin((2 * Math.PI * k) / radix));
  const [sumR, sumI, gapR, gapI] = [0, 1, 2, 3].map(() => new Float64Array(half + 1));
  return (xr, xi, yr, yi, stride) => {
    const step = groups * stride;
    for (let j = 0; j < groups; j++) {
      const w = (radix - 1) * j - 1;
      let out = radix * j * stride;
      for (let at = j * stride, end = at + stride; at < end; at++, out++) {
        const ar = xr[at];
        const ai = xi[at];
        let totalR = ar;
        let totalI = ai;
        for (let t = 1; t <= half; t++) {
          const near = at + t * step;
          const far = at + (radix - t) * step;
          totalR += sumR[t] = xr[near] + xr[far];
          totalI += sumI[t] = xi[near] + xi[far];
          gapR[t] = xr[near] - xr[far];
          gapI[t] = xi[near] - xi[far];
        }
        yr[out] = totalR;
        yi[out] = totalI;
        for (let k = 1; k <= half; k++) {
          let midR = ar;
          let midI = ai;
          let turnR = 0;
          let turnI = 0;
          for (let t = 1, phase = k; t <= half; t++) {
            midR += cos[phase] * sumR[t];
            midI += cos[phase] * sumI[t];
            turnR += sin[phase] * gapI[t];
            turnI -= sin[phase] * gapR[t];
            phase += k;
            if (phase >= radix) phase -= radix;
          }
          const far = radix - k;
          const br = midR + turnR;
          const bi = midI + turnI;
          const cr = midR - turnR;
          const ci = midI - turnI;
          yr[out + k * stride] = br * cosines[w + k] - bi * sines[w + k];
          yi[out + k * stride] = br * sines[w + k] + bi * cosines[w + k];
          yr[out + far * stride] = cr * cosines[w + far] - ci * sines[w + far];
          yi[out + far * stride] = cr * sines[w + far] + ci * cosines[w + far];
        }
      }
    }
  };
}
