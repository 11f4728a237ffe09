import { render } from 'preact';
import { App } from './App.tsx';
import { installTheme } from './theme.ts';

installTheme();
render(<App />, document.getElementById('page')!);
