import { useRef } from 'preact/hooks';
import { AttackPanel } from '../attack/AttackPanel.tsx';
import { SmoothPanel } from '../smooth/SmoothPanel.tsx';
import { show, view } from '../state/view.ts';
import { LookPanel } from './LookPanel.tsx';

const tools = [
  { name: 'look', title: 'Look', Panel: LookPanel },
  { name: 'attack', title: 'Attack', Panel: AttackPanel },
  { name: 'smooth', title: 'Smooth', Panel: SmoothPanel },
] as const;

/** What else can be done with the image and the model, one at a time. */
export function ToolPanel() {
  const { tool } = view.value;
  const list = useRef<HTMLDivElement>(null);
  const { Panel } = tools.find(({ name }) => name === tool)!;
  const step = (by: number) => {
    const next = (tools.findIndex(({ name }) => name === tool) + by + tools.length) % tools.length;
    show({ tool: tools[next].name });
    list.current!.querySelectorAll('button')[next].focus();
  };
  return (
    <section class="tools" aria-label="Tools">
      <div
        ref={list}
        role="tablist"
        aria-label="Tools"
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') step(1);
          if (event.key === 'ArrowLeft') step(-1);
        }}
      >
        {tools.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === tool}
            aria-controls="tool"
            tabIndex={name === tool ? 0 : -1}
            onClick={() => show({ tool: name })}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tool" aria-labelledby={`tab-${tool}`}>
        <Panel />
      </div>
    </section>
  );
}
