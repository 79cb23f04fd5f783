import { useEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** The width of an element in pixels, as it changes. */
export function useWidth(box: RefObject<HTMLElement | null>, otherwise: number): number {
  const [width, setWidth] = useState(otherwise);
  useEffect(() => {
    const observer = new ResizeObserver(entries => setWidth(entries[0]!.contentRect.width));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  return width;
}
