import { h, render } from 'preact';
import { App } from './app.ts';
import { rememberLinks } from './focus.ts';
import { followKeys } from './keys.ts';
import { startLive } from './live.ts';
import { followLinks } from './location.ts';
import { findSession } from './session.ts';

/** Starts the console in the page that index.html gives. */
const root = document.querySelector('#app');
if (root !== null) {
  rememberLinks();
  followLinks();
  followKeys();
  startLive();
  // The page as it came stays until it is known what to draw: nothing flickers, nothing moves.
  void findSession().then(() => {
    root.replaceChildren();
    render(h(App, {}), root);
  });
}
