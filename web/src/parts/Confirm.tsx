import { useEffect, useRef, useState } from 'preact/hooks';

/** A button that first says what will happen. */
export function Confirm({ text, question, isGrave = false, onYes }: { text: string; question: string; isGrave?: boolean; onYes: () => Promise<unknown> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  const yes = async () => {
    setBusy(true);
    await onYes();
    setBusy(false);
    dialog.current?.close();
  };
  return (
    <>
      <button type="button" class={isGrave ? 'quiet grave' : 'quiet'} onClick={() => setOpen(true)}>{text}</button>
      {isOpen &&
        <dialog ref={dialog} aria-label={text} onClose={() => setOpen(false)}>
          <p>{question}</p>
          <p class="buttons">
            <button type="button" class={isGrave ? 'grave' : ''} disabled={busy} onClick={() => void yes()}>{text}</button>
            <button type="button" class="quiet" onClick={() => dialog.current?.close()}>Cancel</button>
          </p>
        </dialog>}
    </>
  );
}
