import { SparkHeight, SparkWidth, sparkPath } from '../charts/sparkline';
import { colorClass } from '../charts/theme';

export interface SparkData {
  readonly time: number[];
  readonly mean: number[];
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A day at a glance. For eyes only: the numbers stand beside it. */
export function Sparkline({ data, color, gapAfter }: { data: SparkData | undefined; color: number; gapAfter: number }) {
  if (!data) return <svg class="spark" viewBox={`0 0 ${SparkWidth} ${SparkHeight}`} aria-hidden="true" />;
  const { line, dots } = sparkPath(data.time, data.mean, data.from, data.to, gapAfter);
  return (
    <svg class={`spark ${colorClass(color)}`} viewBox={`0 0 ${SparkWidth} ${SparkHeight}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={line} vector-effect="non-scaling-stroke" />
      {dots.map(([x, y]) => <path key={x} d={`M${x} ${y}h.01`} class="dot" vector-effect="non-scaling-stroke" />)}
    </svg>
  );
}
