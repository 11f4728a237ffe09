import type { Graph } from '../../onnx/graph/graph.ts';
import { quantisers, seesWholeRun } from '../../onnx/graph/quantisers.ts';

/**
 * What follows from a model's rounding to whole numbers.
 *
 * @param batch images a run takes; undefined where any number goes
 */
export function quantisedNotes(graph: Graph, batch: number | undefined): string[] {
  const notes: string[] = [];
  const { length: count } = quantisers(graph);
  if (count > 0) {
    const places = count === 1 ? 'one place' : `${count} places`;
    notes.push(
      `the model rounds its values to whole numbers in ${places}; gradients go straight through the rounding, so compare attacks that follow them with Square`,
    );
  }
  if (graph.nodes.some(seesWholeRun)) {
    notes.push(
      batch === 1
        ? 'DynamicQuantizeLinear takes its scale from all images of a run; the model runs one image at a time, so that no answer depends on other images'
        : `DynamicQuantizeLinear takes its scale from all images of a run, of which the file wants ${batch}: an answer depends on the other images`,
    );
  }
  return notes;
}
