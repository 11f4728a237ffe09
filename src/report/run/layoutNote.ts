const nameOf = (block: number) => (block === 1 ? 'the plain layout' : `blocks of ${block} channels`);

/**
 * What a reader must know of a run that went on on another kind of processor.
 *
 * @param layouts those that it was computed in, as channels in a block
 */
export function layoutNote(layouts: readonly number[]): string {
  const names = layouts.map(nameOf).join(', then in ');
  return `the run was computed in ${names}, as its processors have them: its last bits are not those of a run on one of them`;
}
