import { useEffect, useState } from 'preact/hooks';
import { live } from '../api/live';

/** Silent while all is well; a line that is lost for more than a moment is said. */
export function Connection() {
  const [lost, setLost] = useState(false);
  useEffect(() => {
    let timer = 0;
    const update = () => {
      clearTimeout(timer);
      if (live.state === 'lost') timer = window.setTimeout(() => setLost(true), 4000);
      else setLost(false);
    };
    update();
    const stop = live.watch(update);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return <span class="connection" role="status">{lost ? 'Not connected – trying again' : ''}</span>;
}
