import { useEffect, useRef, useState } from 'preact/hooks';
import { bounded, endsNow, now, rangeQuery, readRange, spanOf, type Range, type Span } from '../model/time';
import { useNow } from '../parts/Age';
import { go, withQuery, type Place } from '../router';

export interface SpanState {
  readonly range: Range;
  /** What is on the screen; a range that ends now moves with the clock. */
  readonly span: Span;
  /** What is asked for; it moves in larger steps. */
  readonly asked: Span;
  readonly isLive: boolean;
  readonly setRange: (range: Range) => void;
  readonly setSpan: (span: Span) => void;
}

/** A range that ends now is read anew when it has moved by this share of its width; readings in between come live. */
const Drift = 1 / 100;

/** The time that a page shows. It is kept in the address: each choice is a step back for the browser's button, each gesture is not. */
export function useSpan(place: Place, otherwise: Range, zone: string, first: number | null): SpanState {
  const at = useNow();
  const range = readRange(place.query, otherwise);
  const key = JSON.stringify([range, zone, first]);
  const [anchor, setAnchor] = useState({ key, at: now() });
  const span = spanOf(range, at, zone, first);
  const stale = anchor.key !== key || (endsNow(range) && at - anchor.at > Math.max(60, (span.to - span.from) * Drift));
  const current = stale ? { key, at } : anchor;
  useEffect(() => {
    if (stale) setAnchor({ key, at });
  }, [stale, key]);

  const gesture = useRef(0);
  const address = (chosen: Range) => withQuery(place, rangeQuery(chosen));
  return {
    range,
    span,
    asked: spanOf(range, current.at, zone, first),
    isLive: span.to >= at,
    setRange: chosen => go(address(chosen)),
    setSpan: ({ from, to }) => {
      // A frame's worth of a gesture at a time.
      cancelAnimationFrame(gesture.current);
      gesture.current = requestAnimationFrame(() => go(address(bounded(from, to)), { replace: true }));
    },
  };
}
