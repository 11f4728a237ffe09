// Draws the sample images of the page: scenes that look like what CIFAR-10's classes show, with film grain and the texture of
// grass, water, fur and tarmac, so that they have high frequencies to lose. `node scripts/drawSamples.mjs [--check]`, the
// latter also says what both models that come with the page make of them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SIZE = 256;
const folder = fileURLToPath(new URL('../web/samples/', import.meta.url));

/** A texture: noise as bright and dark specks in the colour it lies on, `x` and `y` its frequency per pixel. */
const texture = (id, { x, y = x, octaves = 3, seed = 1, strength = 0.5 }) => `
<filter id="${id}" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency="${x} ${y}" numOctaves="${octaves}" seed="${seed}" result="n"/>
<feColorMatrix in="n" type="matrix" values="${[0, 1, 2].map(() => `${2 * strength} 0 0 0 ${0.5 - strength}`).join(' ')} 0 0 0 0 1" result="g"/>
<feBlend in="g" in2="SourceGraphic" mode="soft-light" result="b"/>
<feComposite in="b" in2="SourceGraphic" operator="in"/></filter>`;

const gradient = (id, stops, direction = 'x1="0" y1="0" x2="0" y2="1"') =>
  `<linearGradient id="${id}" ${direction}>${stops.map(([at, colour]) => `<stop offset="${at}" stop-color="${colour}"/>`).join('')}</linearGradient>`;
const glow = (id, stops) =>
  `<radialGradient id="${id}">${stops.map(([at, colour, opacity = 1]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`).join('')}</radialGradient>`;

const blur = (id, by) => `<filter id="${id}" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="${by}"/></filter>`;

export const scenes = {
  ship: {
    defs: [
      gradient('sky', [[0, '#8fb4d9'], [0.7, '#cfdfea'], [1, '#e6e9e6']]),
      gradient('sea', [[0, '#4d7590'], [0.4, '#2f5f80'], [1, '#173f5c']]),
      gradient('hull', [[0, '#a03a32'], [0.62, '#7d2620'], [0.63, '#2a2b31'], [1, '#15161b']]),
      texture('water', { x: 0.015, y: 0.12, octaves: 4, seed: 4, strength: 1.1 }),
      texture('paint', { x: 0.25, octaves: 2, seed: 2, strength: 0.4 }),
      texture('cloud', { x: 0.012, y: 0.03, octaves: 3, seed: 9, strength: 0.5 }),
    ],
    art: `
<rect width="256" height="150" fill="url(#sky)" filter="url(#cloud)"/>
<rect y="138" width="256" height="118" fill="url(#sea)" filter="url(#water)"/>
<g filter="url(#paint)">
<path d="M22 132H236L222 182Q219 190 208 190H58Q46 190 41 178Z" fill="url(#hull)"/>
<path d="M70 132V98H196V132Z" fill="#f0efe9"/><path d="M88 98V74H160V98Z" fill="#f7f6f2"/>
<path d="M104 74V60H146V74Z" fill="#e4e2da"/>
<path d="M164 98V58H184V98Z" fill="#c8452f"/><path d="M164 66H184V58H164Z" fill="#23242a"/>
<path d="M78 104H190M78 118H190" stroke="#3b4a5a" stroke-width="5" stroke-dasharray="5 6"/>
<path d="M94 82H156" stroke="#31404f" stroke-width="7" stroke-dasharray="8 4"/>
<path d="M124 60V22M124 34L92 96M124 34L196 128M48 132V86M48 92L26 130M48 92L72 98" stroke="#2b2f36" stroke-width="2" fill="none"/>
<path d="M22 132H236" stroke="#f2efe8" stroke-width="3"/>
</g>
<path d="M30 186Q60 178 90 188T150 187T214 186L240 196Q180 204 120 199T20 198Z" fill="#e9f1f2" opacity=".75" filter="url(#water)"/>`,
  },
  airplane: {
    defs: [
      gradient('sky', [[0, '#5d93cf'], [0.6, '#9cc1e4'], [1, '#d9e6ee']]),
      gradient('body', [[0, '#ffffff'], [0.55, '#dfe3e8'], [1, '#7e8793']]),
      texture('cloud', { x: 0.014, y: 0.03, octaves: 4, seed: 21, strength: 0.7 }),
      texture('skin', { x: 0.3, octaves: 2, seed: 5, strength: 0.3 }),
    ],
    art: `
<rect width="256" height="256" fill="url(#sky)" filter="url(#cloud)"/>
<g filter="url(#skin)" transform="rotate(-9 128 128)">
<path d="M44 118L22 76H44L78 114Z" fill="#2f5d9c"/>
<path d="M22 128Q20 116 44 114L190 108Q226 108 240 124Q244 130 236 136Q224 144 190 146L60 146Q28 142 22 128Z" fill="url(#body)"/>
<path d="M150 130L84 196H108L188 134Z" fill="#aab3be"/><path d="M138 112L100 82H114L170 110Z" fill="#8d97a3"/>
<path d="M54 130L26 150H42L76 134Z" fill="#98a2ae"/>
<rect x="122" y="150" width="34" height="14" rx="6" fill="#6f7987"/><rect x="150" y="148" width="8" height="16" rx="3" fill="#39414c"/>
<path d="M70 122H206" stroke="#2b3a4d" stroke-width="5" stroke-dasharray="4 5"/>
<path d="M216 116Q228 118 234 124L214 124Z" fill="#243140"/>
<path d="M30 134Q120 140 236 132" stroke="#c24236" stroke-width="4" fill="none"/>
</g>`,
  },
  automobile: {
    defs: [
      gradient('sky', [[0, '#c9d6dd'], [1, '#e8e6dd']]),
      gradient('road', [[0, '#8a8a88'], [1, '#5c5c5d']]),
      gradient('paint', [[0, '#e0463b'], [0.5, '#c3271f'], [1, '#78120f']]),
      gradient('glass', [[0, '#b7cad6'], [1, '#33434f']]),
      texture('tar', { x: 0.5, octaves: 3, seed: 8, strength: 0.8 }),
      texture('leaves', { x: 0.09, octaves: 4, seed: 12, strength: 1.2 }),
      texture('skin', { x: 0.3, octaves: 2, seed: 5, strength: 0.25 }),
      blur('soft', 4),
    ],
    art: `
<rect width="256" height="110" fill="url(#sky)"/>
<rect y="40" width="256" height="90" fill="#5d7350" filter="url(#leaves)"/>
<rect y="120" width="256" height="136" fill="url(#road)" filter="url(#tar)"/>
<ellipse cx="130" cy="204" rx="112" ry="12" fill="#1c1c1e" opacity=".7" filter="url(#soft)"/>
<g filter="url(#skin)">
<path d="M14 178Q12 146 34 138L66 132L92 98Q98 90 112 90H170Q184 90 192 98L216 130Q244 136 244 158V188Q244 198 234 198H26Q14 198 14 178Z" fill="url(#paint)"/>
<path d="M80 132L100 104Q104 99 112 99H130V132Z" fill="url(#glass)"/><path d="M138 132V99H168Q178 99 183 105L200 132Z" fill="url(#glass)"/>
<path d="M16 172H244" stroke="#f08a7e" stroke-width="2" opacity=".7"/><path d="M134 134V190" stroke="#6b0f0c" stroke-width="2"/>
<path d="M18 150H40V162H16Z" fill="#fff3cf"/><path d="M228 146H244V160H228Z" fill="#ff9d6b"/>
<rect x="112" y="144" width="14" height="4" fill="#4a0b09"/><rect x="196" y="144" width="14" height="4" fill="#4a0b09"/>
<path d="M14 188H244V196H14Z" fill="#2a2a2d"/>
<circle cx="66" cy="194" r="27" fill="#161618"/><circle cx="66" cy="194" r="15" fill="#c3c7cb"/><circle cx="66" cy="194" r="6" fill="#54585d"/>
<circle cx="194" cy="194" r="27" fill="#161618"/><circle cx="194" cy="194" r="15" fill="#c3c7cb"/><circle cx="194" cy="194" r="6" fill="#54585d"/>
</g>`,
  },
  truck: {
    defs: [
      gradient('sky', [[0, '#9fc0de'], [1, '#e3e9ea']]),
      gradient('road', [[0, '#9b968d'], [1, '#66625c']]),
      gradient('cab', [[0, '#3f7fd0'], [1, '#1c4684']]),
      gradient('box', [[0, '#fbfaf6'], [1, '#c9c8c2']]),
      texture('tar', { x: 0.5, octaves: 3, seed: 8, strength: 0.8 }),
      texture('cloud', { x: 0.014, y: 0.03, octaves: 3, seed: 2, strength: 0.5 }),
      texture('leaves', { x: 0.09, octaves: 4, seed: 33, strength: 1.1 }),
      blur('soft', 4),
    ],
    art: `
<rect width="256" height="160" fill="url(#sky)" filter="url(#cloud)"/>
<rect y="140" width="256" height="40" fill="#6b7a54" filter="url(#leaves)"/>
<rect y="172" width="256" height="84" fill="url(#road)" filter="url(#tar)"/>
<ellipse cx="128" cy="220" rx="120" ry="10" fill="#1c1c1e" opacity=".7" filter="url(#soft)"/>
<path d="M10 42H166V188H10Z" fill="url(#box)"/>
<path d="M30 42V188M50 42V188M70 42V188M90 42V188M110 42V188M130 42V188M150 42V188" stroke="#b3b2ab" stroke-width="2"/>
<path d="M10 96H166V112H10Z" fill="#c9422f"/>
<path d="M170 188V74H208Q218 74 224 88L236 122L248 132V188Z" fill="url(#cab)"/>
<path d="M184 118V88H206Q212 88 215 96L224 120Z" fill="#22313f"/><path d="M186 90H204L198 118H186Z" fill="#8fb0c8"/>
<path d="M240 146H250V160H240Z" fill="#fff0c4"/><path d="M174 60H200L206 74H172Z" fill="#2a5ea8"/>
<path d="M6 188H252V204H6Z" fill="#2b2b2e"/><path d="M236 176H254V200H236Z" fill="#c8c9ca"/>
${[38, 88, 210].map((x) => `<circle cx="${x}" cy="206" r="24" fill="#141416"/><circle cx="${x}" cy="206" r="12" fill="#b9bcc0"/><circle cx="${x}" cy="206" r="5" fill="#55585c"/>`).join('')}`,
  },
  frog: {
    defs: [
      gradient('floor', [[0, '#6b5a3d'], [1, '#8a7650']]),
      glow('skin', [[0, '#9cc44f'], [0.6, '#6f9f35'], [1, '#44701f']]),
      glow('belly', [[0, '#e9e6b4'], [1, '#b3bf70']]),
      texture('soil', { x: 0.11, octaves: 4, seed: 6, strength: 1.2 }),
      texture('warts', { x: 0.16, octaves: 3, seed: 17, strength: 1.0 }),
      blur('soft', 5),
    ],
    art: `
<rect width="256" height="256" fill="url(#floor)" filter="url(#soil)"/>
<ellipse cx="130" cy="206" rx="108" ry="20" fill="#241c10" opacity=".7" filter="url(#soft)"/>
<g filter="url(#warts)">
<path d="M196 120Q246 140 236 190Q232 208 196 208L246 214H150Q168 160 196 120Z" fill="#557f27"/>
<path d="M36 132Q58 70 128 66Q200 74 214 140Q222 196 170 204H92Q30 198 36 132Z" fill="url(#skin)"/>
<path d="M40 140Q60 168 120 166Q86 204 70 196Q38 180 40 140Z" fill="url(#belly)"/>
<path d="M70 190Q58 208 30 212H92Q112 200 106 176Z" fill="#5f8a2c"/><path d="M150 186Q146 210 118 214H186Q196 196 184 176Z" fill="#5f8a2c"/>
<path d="M44 144Q78 164 122 150" stroke="#2e4a12" stroke-width="4" fill="none"/>
<path d="M140 86Q176 96 190 140M120 96Q150 110 160 160" stroke="#41661c" stroke-width="7" fill="none" opacity=".8"/>
<circle cx="78" cy="88" r="24" fill="#7fae3b"/><circle cx="116" cy="78" r="14" fill="#6b9932"/>
</g>
<circle cx="74" cy="88" r="17" fill="#d9a93a"/><ellipse cx="72" cy="88" rx="11" ry="9" fill="#0f0f0c"/><circle cx="68" cy="84" r="3.5" fill="#fff"/>`,
  },
  horse: {
    defs: [
      gradient('sky', [[0, '#a9c9e6'], [1, '#e3ecea']]),
      gradient('grass', [[0, '#7f9a4a'], [1, '#4f6f2c']]),
      gradient('coat', [[0, '#8d5429'], [1, '#52290f']]),
      texture('blades', { x: 0.2, y: 0.07, octaves: 4, seed: 6, strength: 1.3 }),
      texture('leaves', { x: 0.06, octaves: 4, seed: 3, strength: 1.2 }),
      texture('fur', { x: 0.12, y: 0.3, octaves: 3, seed: 11, strength: 0.7 }),
      blur('soft', 4),
    ],
    art: `
<rect width="256" height="120" fill="url(#sky)"/><rect y="70" width="256" height="60" fill="#56704a" filter="url(#leaves)"/>
<rect y="120" width="256" height="136" fill="url(#grass)" filter="url(#blades)"/>
<ellipse cx="122" cy="230" rx="90" ry="9" fill="#1e2a10" opacity=".6" filter="url(#soft)"/>
<g filter="url(#fur)">
<path d="M30 120Q14 150 22 190Q34 176 40 138Z" fill="#2a160a"/>
<path d="M176 150L170 232H184L196 160ZM64 150L46 190L52 232H66L66 194L92 160Z" fill="#4a250e"/>
<path d="M34 128Q42 100 78 102Q120 110 156 102Q176 92 190 56L196 36L204 48L212 40L212 54Q228 66 242 92Q246 104 236 108Q224 110 214 96Q206 118 206 134Q206 158 190 170L182 232H166L158 174Q120 182 96 172L86 196L92 232H76L68 194Q36 170 34 128Z" fill="url(#coat)"/>
<path d="M196 38Q172 50 160 100Q170 104 178 98Q192 74 204 50Z" fill="#24130a"/>
<path d="M216 62L238 96" stroke="#f2e8da" stroke-width="5"/><circle cx="216" cy="66" r="4" fill="#0d0906"/>
</g>`,
  },
  deer: {
    defs: [
      gradient('wood', [[0, '#5d6b45'], [1, '#3f4c2b']]),
      gradient('grass', [[0, '#7d8a48'], [1, '#5c6b2f']]),
      gradient('coat', [[0, '#b07a48'], [1, '#7a4c28']]),
      texture('leaves', { x: 0.06, octaves: 4, seed: 31, strength: 1.3 }),
      texture('blades', { x: 0.2, y: 0.07, octaves: 4, seed: 14, strength: 1.3 }),
      texture('fur', { x: 0.2, y: 0.3, octaves: 3, seed: 11, strength: 0.7 }),
    ],
    art: `
<rect width="256" height="150" fill="url(#wood)" filter="url(#leaves)"/>
<rect y="140" width="256" height="116" fill="url(#grass)" filter="url(#blades)"/>
<g filter="url(#fur)">
<path d="M168 160L164 228H174L184 164ZM62 160L54 196L58 228H68L70 196L84 164Z" fill="#6a4122"/>
<path d="M44 134Q52 116 84 118Q124 124 152 114Q170 98 174 70L178 58L186 56Q204 58 222 84Q226 92 218 94Q206 96 198 90Q196 130 186 156L178 228H166L156 168Q116 172 92 166L80 196L84 228H72L68 194Q44 168 44 134Z" fill="url(#coat)"/>
<path d="M44 130Q34 136 36 150Q46 150 50 140Z" fill="#f4ead9"/><path d="M156 170Q120 176 92 168Q120 164 156 162Z" fill="#e4d2b6"/>
<path d="M178 60L160 50L172 70Z" fill="#9c6a3c"/><circle cx="196" cy="70" r="3.5" fill="#0d0906"/><circle cx="220" cy="88" r="4" fill="#1a120c"/>
</g>
<path d="M182 58Q168 38 176 10M176 32L158 18M174 24L190 8M190 56Q200 36 216 14M204 32L224 34M210 22L206 4" stroke="#d8c7a4" stroke-width="5" fill="none" stroke-linecap="round"/>`,
  },
  cat: {
    defs: [
      gradient('sofa', [[0, '#8e8a86'], [1, '#6a6663']]),
      glow('face', [[0, '#c9a478'], [0.7, '#a67f54'], [1, '#7d5c3a']]),
      glow('eye', [[0, '#d7e27a'], [1, '#7f9a34']]),
      texture('cloth', { x: 0.35, y: 0.35, octaves: 2, seed: 7, strength: 1.0 }),
      texture('fur', { x: 0.09, y: 0.2, octaves: 4, seed: 15, strength: 1.2 }),
    ],
    art: `
<rect width="256" height="256" fill="url(#sofa)" filter="url(#cloth)"/>
<g filter="url(#fur)">
<path d="M20 256Q30 190 128 186Q226 190 236 256Z" fill="#94704a"/>
<path d="M48 128L44 34L102 74ZM208 128L212 34L154 74Z" fill="#8a6540"/>
<ellipse cx="128" cy="134" rx="88" ry="76" fill="url(#face)"/>
<path d="M128 62V100M110 64L116 98M146 64L140 98M92 72L104 100M164 72L152 100M44 130L78 136M46 152L78 150M212 130L178 136M210 152L178 150" stroke="#4a3018" stroke-width="7" stroke-linecap="round"/>
<ellipse cx="106" cy="170" rx="28" ry="22" fill="#efe3cf"/><ellipse cx="150" cy="170" rx="28" ry="22" fill="#efe3cf"/><ellipse cx="128" cy="192" rx="24" ry="14" fill="#e6d7bf"/>
</g>
<path d="M58 108L56 56L88 78Z" fill="#d8a596"/><path d="M198 108L200 56L168 78Z" fill="#d8a596"/>
<ellipse cx="92" cy="128" rx="18" ry="17" fill="url(#eye)"/><ellipse cx="92" cy="128" rx="7" ry="15" fill="#10120a"/>
<ellipse cx="164" cy="128" rx="18" ry="17" fill="url(#eye)"/><ellipse cx="164" cy="128" rx="7" ry="15" fill="#10120a"/>
<circle cx="88" cy="121" r="4" fill="#fff"/><circle cx="160" cy="121" r="4" fill="#fff"/>
<path d="M118 154H138L128 166Z" fill="#c56f68"/><path d="M128 166V176Q118 186 108 180M128 176Q138 186 148 180" stroke="#4a3018" stroke-width="3" fill="none"/>
<path d="M96 168L30 158M96 176L32 184M160 168L226 158M160 176L224 184" stroke="#fbf6ec" stroke-width="1.6"/>`,
  },
  bird: {
    defs: [
      gradient('sky', [[0, '#a9b98a'], [1, '#6f8a55']]),
      gradient('back', [[0, '#4f7fae'], [1, '#2c4f78']]),
      glow('breast', [[0, '#e08b45'], [1, '#c06a2c']]),
      texture('leaves', { x: 0.02, octaves: 3, seed: 40, strength: 1.0 }),
      texture('bark', { x: 0.05, y: 0.4, octaves: 3, seed: 3, strength: 1.2 }),
      texture('feather', { x: 0.16, y: 0.3, octaves: 3, seed: 15, strength: 0.9 }),
    ],
    art: `
<rect width="256" height="256" fill="url(#sky)" filter="url(#leaves)"/>
<path d="M0 214Q90 196 256 212V232Q120 218 0 236Z" fill="#6d5238" filter="url(#bark)"/>
<g filter="url(#feather)">
<path d="M150 150L232 216L222 228L140 178Z" fill="#274567"/>
<path d="M58 96Q60 58 100 56Q132 58 142 92Q180 120 178 160Q168 196 120 196Q76 190 66 140Z" fill="url(#back)"/>
<path d="M62 108Q88 120 112 118Q128 150 118 194Q80 186 68 142Z" fill="url(#breast)"/><path d="M92 192Q84 176 82 160Q104 176 120 194Z" fill="#efe8d8"/>
<path d="M118 112Q172 122 196 186Q150 184 128 156Z" fill="#3a648f"/><path d="M132 132Q164 144 184 178M128 148Q150 160 166 178" stroke="#1f3a59" stroke-width="4" fill="none"/>
</g>
<path d="M60 86L34 96L62 104Z" fill="#2b2622"/><circle cx="84" cy="84" r="8" fill="#120f0c"/><circle cx="81" cy="81" r="2.5" fill="#fff"/>
<path d="M108 194L104 214M126 196L126 214" stroke="#3b2c20" stroke-width="5"/>`,
  },
};

/** Grain as film has it, the same in every run: a sum of uniform numbers for each pixel. */
function grain(pixels, seed, strength) {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let at = 0; at < pixels.length; at += 3) {
    const speck = (uniform() + uniform() + uniform() - 1.5) * strength;
    for (let channel = 0; channel < 3; channel++) {
      pixels[at + channel] = Math.max(0, Math.min(255, Math.round(pixels[at + channel] + speck)));
    }
  }
}

mkdirSync(folder, { recursive: true });
let total = 0;
for (const [name, { defs, art }] of Object.entries(scenes)) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="${SIZE}" height="${SIZE}"><defs>${defs.join('')}</defs>${art}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  grain(data, name.length * 7919 + 17, 18);
  const bytes = await sharp(data, { raw: info }).webp({ quality: 82, effort: 6 }).toBuffer();
  writeFileSync(`${folder}${name}.webp`, bytes);
  total += bytes.length;
}
process.stdout.write(`${Object.keys(scenes).length} samples, ${(total / 1000).toFixed(0)} kB\n`);

if (process.argv.includes('--check')) {
  const { checkSamples } = await import('./checkSamples.mjs');
  await checkSamples(folder, Object.keys(scenes));
}
