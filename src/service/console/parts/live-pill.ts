import { h } from 'preact';
import { html } from 'htm/preact';
import type { StreamState } from '../event-stream.ts';
import { duration } from '../format.ts';
import { clock, paused, streamState, togglePause } from '../live.ts';
import type { Tone } from './badge.ts';
import { Icon, type IconName } from './icon.ts';

type Look = { readonly tone: Tone; readonly icon: IconName; readonly text: string };

/** Whether what is shown moves by itself; pressing it pauses and goes on. */
export function LivePill() {
  const look = paused.value ? pausedLook : lookOf(streamState.value, clock.value);
  const act = paused.value ? 'Go on' : 'Pause';
  return html`<button
    type="button"
    class="live-pill live-pill-${look.tone}"
    aria-pressed=${paused.value ? 'true' : 'false'}
    aria-keyshortcuts="p"
    aria-label="Pause live updates. Now: ${look.text}"
    title="${act} (p)"
    onClick=${togglePause}
  >
    ${h(Icon, { name: look.icon })}<span>${look.text}</span>
  </button>`;
}

const pausedLook: Look = { tone: 'quiet', icon: 'pause', text: 'Paused' };

function lookOf(state: StreamState, now: number): Look {
  switch (state.is) {
    case 'live':
      return { tone: 'good', icon: 'good', text: 'Live' };
    case 'connecting':
      return { tone: 'quiet', icon: 'quiet', text: 'Connecting' };
    case 'stale':
      return { tone: 'attention', icon: 'attention', text: `Stale since ${ago(state.since, now)}` };
    case 'reconnecting':
      return { tone: 'attention', icon: 'attention', text: 'Reconnecting' };
    case 'offline':
      return { tone: 'bad', icon: 'bad', text: 'Offline' };
    case 'ended':
      return { tone: 'bad', icon: 'bad', text: 'Not live' };
  }
}

const ago = (since: number, now: number) => duration(Math.max(0, (now - since) / 1_000));
