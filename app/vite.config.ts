import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2023',
    // The library that draws maps is one chunk of about 1 MB by itself, loaded after the page is shown.
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
  },
});
