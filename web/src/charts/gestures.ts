import type { Span } from '../model/time';

/** What a person does to a chart moves the span that the page shows. */
export interface SpanControl {
  span(): Span;
  /** Called for each step of a gesture. */
  move(span: Span): void;
}

const ShortestSpan = 10;

/** The span made `factor` times as wide, the moment at `anchor` (0 to 1 from the left) staying where it is. */
export function zoomed(span: Span, factor: number, anchor: number): Span {
  const width = Math.max(ShortestSpan, (span.to - span.from) * factor);
  const fixed = span.from + (span.to - span.from) * anchor;
  return { from: fixed - width * anchor, to: fixed + width * (1 - anchor) };
}

export function panned(span: Span, share: number): Span {
  const by = (span.to - span.from) * share;
  return { from: span.from + by, to: span.to + by };
}

/** Keys while a chart has the focus; returns null for a key that means nothing here. */
export function spanByKey(span: Span, key: string): Span | null {
  switch (key) {
    case 'ArrowLeft': return panned(span, -0.2);
    case 'ArrowRight': return panned(span, 0.2);
    case 'PageUp': return panned(span, -1);
    case 'PageDown': return panned(span, 1);
    case '+': case '=': return zoomed(span, 0.5, 0.5);
    case '-': case '_': return zoomed(span, 2, 0.5);
    default: return null;
  }
}

/**
 * Fingers and wheel on the plot. A plain wheel and a vertical swipe scroll the page, as everywhere; with Ctrl (which is what a pinch on a touchpad sends)
 * the wheel zooms, sideways it pans. One finger pans sideways, two zoom.
 */
export function followGestures(plot: HTMLElement, control: SpanControl): () => void {
  const fingers = new Map<number, number>();
  let start: { span: Span; spots: number[] } | null = null;
  const share = (clientX: number) => {
    const box = plot.getBoundingClientRect();
    return (clientX - box.left) / box.width;
  };

  const wheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) control.move(zoomed(control.span(), Math.exp(Math.sign(event.deltaY) * Math.min(1, Math.abs(event.deltaY) / 100) * 0.4), share(event.clientX)));
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) control.move(panned(control.span(), (event.deltaX || event.deltaY) / plot.clientWidth));
    else return;
    event.preventDefault();
  };
  const restart = () => (start = { span: control.span(), spots: [...fingers.values()] });
  const down = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') return;
    fingers.set(event.pointerId, share(event.clientX));
    restart();
  };
  const drag = (event: PointerEvent) => {
    if (!start || !fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, share(event.clientX));
    control.move(spanByFingers(start.span, start.spots, [...fingers.values()]));
  };
  const up = (event: PointerEvent) => {
    if (fingers.delete(event.pointerId)) restart();
  };

  plot.addEventListener('wheel', wheel, { passive: false });
  plot.addEventListener('pointerdown', down);
  plot.addEventListener('pointermove', drag);
  plot.addEventListener('pointerup', up);
  plot.addEventListener('pointercancel', up);
  return () => {
    plot.removeEventListener('wheel', wheel);
    plot.removeEventListener('pointerdown', down);
    plot.removeEventListener('pointermove', drag);
    plot.removeEventListener('pointerup', up);
    plot.removeEventListener('pointercancel', up);
  };
}

/** The span in which the moments that were under the fingers at the beginning are under them now. Places are shares of the width. */
export function spanByFingers(span: Span, before: number[], now: number[]): Span {
  const width = span.to - span.from;
  if (before.length < 2 || now.length < 2) return panned(span, before[0]! - now[0]!);
  const at = (spot: number) => span.from + width * spot;
  const [a, b] = [at(before[0]!), at(before[1]!)];
  const apart = now[1]! - now[0]!;
  if (Math.abs(apart) < 0.02) return span;
  const next = Math.max(ShortestSpan, (b - a) / apart);
  const from = a - next * now[0]!;
  return { from, to: from + next };
}
