/** How many colours there are: --color-0 and so on, in styles/base.css. */
const Colors = 8;

export interface ChartTheme {
  readonly isDark: boolean;
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
  readonly alarm: string;
  readonly colors: readonly string[];
}

const darkness = matchMedia('(prefers-color-scheme: dark)');

export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string) => style.getPropertyValue(name).trim();
  return { isDark: darkness.matches, ink: variable('--ink'), quiet: variable('--quiet'), grid: variable('--line'), alarm: variable('--alarm'), colors: Array.from({ length: Colors }, (_, i) => variable(`--color-${i}`)) };
}

export function onThemeChange(changed: () => void): () => void {
  darkness.addEventListener('change', changed);
  return () => darkness.removeEventListener('change', changed);
}

/** The same colours for markup, as a class: see styles. */
export function colorClass(color: number): string {
  return `color-${color % Colors}`;
}
