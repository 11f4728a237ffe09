import { DropTarget } from './lens/choices/DropTarget.tsx';
import { Notice } from './lens/choices/Notice.tsx';
import { LensPage } from './lens/LensPage.tsx';
import { PlaygroundPage } from './playground/PlaygroundPage.tsx';
import { resultsAddress } from './state/results.ts';
import { show, view } from './state/view.ts';

/** The frame around the page's two rooms. */
export function App() {
  const { page } = view.value;
  const place = (name: 'lens' | 'playground', title: string) => (
    <a
      href={name === 'lens' ? '#' : '#page=playground'}
      aria-current={page === name ? 'page' : undefined}
      onClick={(event) => {
        event.preventDefault();
        show({ page: name });
      }}
    >
      {title}
    </a>
  );
  return (
    <>
      <header class="bar">
        <p class="name">Passband</p>
        <nav aria-label="Rooms">
          {place('lens', 'Lens')}
          {place('playground', 'Playground')}
          {resultsAddress !== null && <a href={resultsAddress}>Results</a>}
        </nav>
      </header>
      <main>{page === 'playground' ? <PlaygroundPage /> : <LensPage />}</main>
      <footer class="foot">
        Everything is computed on your machine; nothing is uploaded.{' '}
        <a href="./third-party-notices.txt">Licences of what the page is made of</a>
      </footer>
      <DropTarget />
      <Notice />
    </>
  );
}
