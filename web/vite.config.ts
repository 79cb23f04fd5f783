import { defineConfig } from 'vitest/config';

// The page is served by the server itself, under a policy that allows script and style from files of its own and nothing else: nothing may be inlined.
export default defineConfig({
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // npm run dev: the page from here, everything else from a server that runs already; a personal token stands for the signed-in person.
  server: {
    proxy: {
      '/api': {
        target: process.env['BAROGRAPH_DEV_SERVER'] ?? 'http://127.0.0.1:8013',
        headers: process.env['BAROGRAPH_DEV_TOKEN'] ? { Authorization: `Bearer ${process.env['BAROGRAPH_DEV_TOKEN']}` } : {},
      },
    },
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
