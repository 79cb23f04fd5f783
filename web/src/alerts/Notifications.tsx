import { useState } from 'preact/hooks';
import { notificationState, switchNotifications } from '../model/notifications';

/** Whether this browser calls while the dashboard is open. Asked by a button, never by the page itself. */
export function Notifications() {
  const [state, setState] = useState(notificationState);
  const to = (on: boolean) => void switchNotifications(on).then(setState);
  return (
    <section>
      <h2>In this browser</h2>
      {state === 'on'
        ? <p>You get a notification when something begins to fire, while a page of this dashboard is open. <button type="button" class="quiet" onClick={() => to(false)}>Switch it off</button></p>
        : state === 'off'
          ? <p>This browser can call you while a page of this dashboard is open. <button type="button" class="quiet" onClick={() => to(true)}>Notify me here</button></p>
          : state === 'denied'
            ? <p class="quiet">This browser was told not to show notifications of this site; its settings can change that.</p>
            : <p class="quiet">Browsers show notifications of secure pages only: reach this server over https, and the button to switch them on stands here.</p>}
    </section>
  );
}
