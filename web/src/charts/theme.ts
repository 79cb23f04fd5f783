/** Colours of charts: the Okabe-Ito palette, told apart by the colour-blind, darkened or lightened until each has a contrast of 3:1 to the page. */
const light = ['#c04f00', '#0072b2', '#9a4f86', '#00796b', '#a66f00', '#5a6b00', '#3d5a80', '#6b5b95'];
const dark = ['#ff8f4d', '#5ab4f0', '#e19ccb', '#3fc9a7', '#f0b73d', '#c3d04f', '#9db8e0', '#b7a6e8'];

export interface ChartTheme {
  readonly isDark: boolean;
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
  readonly colors: readonly string[];
}

const darkness = matchMedia('(prefers-color-scheme: dark)');

export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string) => style.getPropertyValue(name).trim();
  return { isDark: darkness.matches, ink: variable('--ink'), quiet: variable('--quiet'), grid: variable('--line'), colors: darkness.matches ? dark : light };
}

export function onThemeChange(changed: () => void): () => void {
  darkness.addEventListener('change', changed);
  return () => darkness.removeEventListener('change', changed);
}

/** The same colours for markup, as a class: see styles. */
export function colorClass(color: number): string {
  return `color-${color % light.length}`;
}
