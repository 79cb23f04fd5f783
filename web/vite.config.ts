import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

// Packed once here and not at each request. Browsers ask for Brotli over https only, so a house without https gets gzip.
const packed: Plugin = {
  name: 'packed',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (!/\.(js|css)$/.test(file.fileName)) continue;
      const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source);
      this.emitFile({ type: 'asset', fileName: file.fileName + '.gz', source: gzipSync(bytes, { level: 9 }) });
      const best = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
      this.emitFile({ type: 'asset', fileName: file.fileName + '.br', source: brotliCompressSync(bytes, best) });
    }
  },
};

// The page is served by the server itself, under a policy that allows script and style from files of its own and nothing else: nothing may be inlined.
export default defineConfig({
  plugins: [packed],
  build: {
    outDir: '../artifacts/web',
    emptyOutDir: true,
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
