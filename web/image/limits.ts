/** Larger images are refused: decoded they would fill the memory of a phone. */
export const MAX_PIXELS = 50_000_000;

/** The longer side of images that no model sees. */
export const OWN_SIZE = 1024;

/** The same for singular values, whose time grows with the cube of the side. */
export const SINGULAR_SIZE = 256;
