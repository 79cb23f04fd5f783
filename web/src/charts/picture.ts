/** One picture of several charts, one below the other, each with its title. */
export interface PictureRow {
  readonly title: string;
  readonly canvas: HTMLCanvasElement;
}

export async function savePicture(heading: string, rows: readonly PictureRow[], fileName: string): Promise<void> {
  const scale = devicePixelRatio;
  const style = getComputedStyle(document.documentElement);
  const [ink, paper] = ['--ink', '--paper'].map(name => style.getPropertyValue(name).trim()) as [string, string];
  const [top, line] = [44 * scale, 28 * scale];
  const sheet = document.createElement('canvas');
  sheet.width = Math.max(...rows.map(({ canvas }) => canvas.width)) + 24 * scale;
  sheet.height = top + rows.reduce((sum, { canvas }) => sum + line + canvas.height, 0) + 12 * scale;
  const pen = sheet.getContext('2d')!;
  pen.fillStyle = paper;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.fillStyle = ink;
  pen.font = `600 ${16 * scale}px system-ui, sans-serif`;
  pen.fillText(heading, 12 * scale, 26 * scale);
  pen.font = `${13 * scale}px system-ui, sans-serif`;
  let y = top;
  for (const { title, canvas } of rows) {
    pen.fillText(title, 12 * scale, y + 18 * scale);
    y += line;
    pen.drawImage(canvas, 12 * scale, y);
    y += canvas.height;
  }
  const blob = await new Promise<Blob | null>(done => sheet.toBlob(done, 'image/png'));
  if (!blob) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file name that every system takes. */
export function fileNameOf(text: string, extension: string): string {
  return (text.normalize('NFKD').replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'barograph') + extension;
}
