export function NotFound() {
  return (
    <section class="empty">
      <h1>There is nothing here</h1>
      <p>The address leads nowhere. <a href="/">All readings</a> are on the first page.</p>
    </section>
  );
}
