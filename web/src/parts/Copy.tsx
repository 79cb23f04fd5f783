import { useState } from 'preact/hooks';

/** Copies a text. Browsers give the clipboard to secure pages only; without it the old command does. */
export function Copy({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [note, setNote] = useState('');
  const copy = async () => {
    const done = navigator.clipboard ? await navigator.clipboard.writeText(text).then(() => true, () => false) : copyBySelection(text);
    setNote(done ? 'Copied' : 'Select it and copy by hand');
    setTimeout(() => setNote(''), 2500);
  };
  return <button type="button" class="copy" onClick={() => void copy()}><span role="status">{note || label}</span></button>;
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'offscreen';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}
